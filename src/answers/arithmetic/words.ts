const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

/** Words that end a phrase of unit words: what follows belongs to another statement. */
export const STOPS = set(
  "and or is are was were be so then because since as which that who where when while if but with we he she they it " +
    "you i let thus therefore hence for in on at from to by into than this these those there his her their our my " +
    "has have had gives give given means makes make made not no using after before until total remainder respectively " +
    "equals equal plus minus times over divided multiplied increased decreased",
);

/** Words after which a number is part of something bigger, or a label: "twice 5", "half of 6", "Day 3". */
export const BINDING = set(
  "of twice thrice half double triple quadruple quarter quarters third thirds fourth fourths fifth fifths sixth eighth " +
    "tenth tenths halves times plus minus over by negative square squared cube cubed root sum product difference " +
    "quotient log ln sin cos tan mod modulo gcd lcm max min than less more exp sqrt abs floor ceil " +
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million " +
    "billion dozen " +
    "day days week month year step question problem case equation part group figure table option page chapter row " +
    "round level stage trip number no item point line house game quarter hour exercise example method way age grade " +
    "class bus car box person player no player team section scenario statement and/or version room phase",
);

/** Words that may stand between a relation and its right side, and say that it is rounded. */
export const LEADS = set("approximately about roughly around almost nearly approx circa");

/** Names of operators in words. */
export const SPOKEN: ReadonlyMap<string, "+" | "-" | "*" | "mod"> = new Map([
  ["plus", "+"],
  ["minus", "-"],
  ["times", "*"],
  ["mod", "mod"],
]);

/** Words that may stand between "of" and the number it takes a part of. */
export const DETERMINERS = set("the his her their its those these all our my your");

/** Units that are written right after the digits. Other letters there may be names of values. */
export const GLUED = set(
  "km cm mm kg mg lb lbs oz ft in hr hrs min mins sec secs mph kph ml ms kwh gb mb kb am pm usd cents yd mi hz",
);

/** Words of a sentence that say its equation is not meant as true. */
export const DENIALS = set(
  "not isn't doesn't don't can't cannot won't wouldn't incorrect incorrectly wrong mistake mistaken error false " +
    "contradiction contradicts contradictory impossible instead unless suppose assume assuming hypothetically " +
    "guess trial test check try testing trying",
);

/** Words of a sentence that allow its results to be rounded to whole numbers. */
export const ROUNDING = set(
  "round rounded rounding rounds approximate approximately approx about roughly around nearly almost nearest whole " +
    "full complete completed integer estimate estimated estimation truncate truncated floor ceiling ceil " +
    "closest partial fraction fractional remaining remains remainder leftover left extra quotient euclidean",
);

/** Words for powers of ten. */
export const SCALES = set("hundred hundreds thousand thousands k million millions billion billions trillion");
