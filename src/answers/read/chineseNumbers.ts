const DIGITS = "零一二三四五六七八九";
const PLACES: ReadonlyMap<string, number> = new Map([["十", 10], ["百", 100], ["千", 1_000]]); // prettier-ignore
const SCALES: ReadonlyMap<string, number> = new Map([["万", 1e4], ["亿", 1e8]]); // prettier-ignore

const NUMERAL = "[零〇一二两三四五六七八九十百千万亿]{1,20}";
const PERCENT = new RegExp(`^百分之(${NUMERAL}|\\d{1,9}(?:\\.\\d{1,9})?)$`);
const FRACTION = new RegExp(`^(${NUMERAL})分之(${NUMERAL})$`);
const WHOLE = new RegExp(`^${NUMERAL}$`);

/** A number written in Chinese characters, in digits: "十二" gives "12", "三分之二" "2/3", "百分之八十" "80%". Null for other text. */
export function numberFromChinese(text: string): string | null {
  const percent = PERCENT.exec(text)?.[1];
  if (percent !== undefined) {
    const value = /\d/.test(percent) ? percent : cardinal(percent);
    return value === null ? null : `${value}%`;
  }
  const [, under, over] = FRACTION.exec(text) ?? [];
  if (under !== undefined && over !== undefined) {
    const [top, bottom] = [cardinal(over), cardinal(under)];
    return top === null || bottom === null || bottom === 0 ? null : `${top}/${bottom}`;
  }
  const whole = WHOLE.test(text) ? cardinal(text) : null;
  return whole === null ? null : String(whole);
}

/** 一千零五 as 1005; null where the characters make no number, such as 百一十百. */
function cardinal(text: string): number | null {
  let [total, group, digit, last] = [0, 0, 0, Infinity];
  for (const character of text.replaceAll("〇", "零").replaceAll("两", "二")) {
    const [value, place, scale] = [DIGITS.indexOf(character), PLACES.get(character), SCALES.get(character)];
    if (value >= 0) {
      if (digit > 0) return null;
      digit = value;
    } else if (place !== undefined) {
      if (place >= last) return null;
      group += (digit || 1) * place;
      [digit, last] = [0, place];
    } else if (scale !== undefined) {
      total = (total + group + digit) * scale;
      [group, digit, last] = [0, 0, Infinity];
    }
  }
  return total + group + digit;
}
