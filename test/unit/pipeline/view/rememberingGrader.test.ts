import fc from "fast-check";
import { expect, it } from "vitest";
import { gradeAnswer } from "../../../../src/answers/index.ts";
import { rememberingGrader } from "../../../../src/pipeline/view/rememberingGrader.ts";

const answer = fc.oneof(
  fc.nat(20).map(String),
  fc.constantFrom("1/2", "0.5", "\\frac{1}{2}", "B", "x=2", ""),
);
const options = fc.constantFrom({}, {}, { choices: ["1/2", "7"] }, { rivals: ["5"] });

it("says what the grader says, the second time too, whatever was asked between", () => {
  const grade = rememberingGrader();
  fc.assert(
    fc.property(fc.array(fc.tuple(answer, answer, options), { maxLength: 20 }), (asked) => {
      for (const one of [...asked, ...asked]) expect(grade(...one)).toEqual(gradeAnswer(...one));
    }),
  );
});
