import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Q from "../../../src/answers/rational.ts";

const rationals = fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 12n })).map(([num, den]) => Q.rational(num, den)); // prettier-ignore

describe("reading numbers", () => {
  it.each([
    ["1,234.50", "2469/2"],
    [".5", "1/2"],
    ["5.", "5"],
    ["1e-3", "1/1000"],
    ["−4", "-4"],
    ["3/4", "3/4"],
    ["1 3/4", "7/4"],
    ["-1 3/4", "-7/4"],
    ["12.5%", "1/8"],
    ["0.1/0.2", "1/2"],
    ["007", "7"],
  ])("%s is %s", (text, value) => {
    const read = Q.parseRational(text);
    expect(read === null ? null : Q.toString(read)).toBe(value);
  });

  it.each(["", "x", "1,23", "1/0", "1e99999", "--1", "1.2.3", "9".repeat(3_000)])("%.12s is none", (text) => {
    expect(Q.parseRational(text)).toBeNull();
  });
});

describe("bounds", () => {
  it("refuses what has more than MAX_DIGITS digits before working it out", () => {
    expect(Q.attempt(() => Q.pow(Q.rational(10n), 10n ** 10n))).toBeNull();
    expect(() => Q.pow(Q.rational(10n), 5_000)).toThrow(Q.RationalError);
    expect(() => Q.div(Q.ONE, Q.ZERO)).toThrow("division by zero");
    expect(() => Q.pow(Q.ZERO, -1)).toThrow("division by zero");
  });

  it("turns huge fractions into doubles", () => {
    expect(Q.toNumber(Q.rational(10n ** 2_000n, 3n * 10n ** 1_999n))).toBeCloseTo(10 / 3, 12);
    expect(Q.toNumber(Q.rational(10n ** 400n))).toBe(Infinity);
    expect(Q.toNumber(Q.rational(1n, 10n ** 400n))).toBe(0);
  });
});

describe("arithmetic", () => {
  it("holds the laws of a field", () => {
    fc.assert(
      fc.property(rationals, rationals, rationals, (a, b, c) => {
        expect(Q.add(a, b)).toEqual(Q.add(b, a));
        expect(Q.mul(a, Q.add(b, c))).toEqual(Q.add(Q.mul(a, b), Q.mul(a, c)));
        expect(Q.sub(Q.add(a, b), b)).toEqual(a);
        if (b.num !== 0n) expect(Q.mul(Q.div(a, b), b)).toEqual(a);
      }),
    );
  });

  it("orders, floors and rounds", () => {
    fc.assert(
      fc.property(rationals, rationals, (a, b) => {
        expect(Q.compare(a, b)).toBe(Q.sign(Q.sub(a, b)));
        expect(Q.compare(Q.rational(Q.floor(a)), a)).toBeLessThanOrEqual(0);
        expect(Q.compare(Q.rational(Q.ceil(a)), a)).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(Q.toString(Q.round(Q.rational(-5n, 2n)))).toBe("-3");
    expect(Q.toString(Q.round(Q.rational(2n, 3n), 2))).toBe("67/100");
    expect(Q.toString(Q.round(Q.rational(1_250n), -2))).toBe("1300");
  });

  it("writes decimals that end", () => {
    expect(Q.toDecimal(Q.rational(1n, 8n))).toBe("0.125");
    expect(Q.toDecimal(Q.rational(-7n, 2n))).toBe("-3.5");
    expect(Q.toDecimal(Q.rational(1n, 3n))).toBeNull();
    expect(Q.fromNumber(0.1)).toEqual(Q.rational(1n, 10n));
    expect(Q.fromNumber(NaN)).toBeNull();
  });
});
