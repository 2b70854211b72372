/**
 * A row's number as a person types it ("1234", "1,234"), as an index from 0.
 * @returns what is wrong with it, where it is no row of the dataset
 */
export function parseRowNumber(text: string, rows: number): number | string {
  const plain = text.trim().replace(/(?<=\d)[,_ ](?=\d{3}\b)/gu, "");
  if (!/^\d+$/u.test(plain)) return "Type a number, such as 12.";
  const number = Number(plain);
  if (number >= 1 && number <= rows) return number - 1;
  return rows === 0 ? "There are no rows here." : `There are rows 1 to ${rows.toLocaleString("en-US")}.`;
}
