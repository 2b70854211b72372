import jsdoc from "eslint-plugin-jsdoc";
import tseslint from "typescript-eslint";

const rooms = [
  "core",
  "answers",
  "formats",
  "storage",
  "models",
  "pipeline",
  "training",
  "protocol",
  "extension",
  "cli",
];

/** What each room may import besides itself. DESIGN: core <- answers, formats, storage, models <- pipeline, training <- extension, cli. */
const allowed = {
  core: [],
  answers: ["core"],
  formats: ["core"],
  protocol: ["core"],
  storage: ["core", "formats", "protocol"],
  models: ["core", "protocol"],
  pipeline: ["core", "answers", "formats", "storage", "models"],
  training: ["core", "answers", "formats", "storage", "models", "pipeline"],
  extension: ["core", "answers", "formats", "storage", "models", "pipeline", "training", "protocol"],
  cli: ["core", "answers", "formats", "storage", "models", "pipeline", "training"],
};

/** Import fence of one room, as a no-restricted-imports rule. */
function fence(room) {
  const barred = rooms.filter((other) => other !== room && !allowed[room].includes(other));
  const patterns = [
    {
      group: [...barred.map((other) => `**/${other}/**`), "**/webview/**"],
      message: `src/${room} may import only: ${[room, ...allowed[room]].join(", ")} (see src/README.md).`,
    },
  ];
  if (["core", "answers", "formats", "protocol"].includes(room)) {
    patterns.push({ group: ["node:*"], message: `src/${room} is pure: no Node.` });
  }
  const paths =
    room === "extension"
      ? []
      : [{ name: "vscode", message: "vscode is for src/extension and test/host alone." }];
  return {
    files: [`src/${room}/**/*.ts`],
    rules: { "no-restricted-imports": ["error", { patterns, paths }] },
  };
}

export default tseslint.config(
  { ignores: ["dist/**", ".cache/**", "**/*.js", "**/*.mjs", "test/fixtures/**"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [
          "src/tsconfig.pure.json",
          "src/tsconfig.json",
          "scripts/tsconfig.json",
          "webview/tsconfig.json",
          "test/tsconfig.json",
          "test/webview/tsconfig.json",
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  {
    files: ["src/**/*.ts", "webview/**/*.{ts,tsx}"],
    plugins: { jsdoc },
    rules: {
      "jsdoc/require-jsdoc": [
        "error",
        {
          publicOnly: true,
          require: { FunctionDeclaration: true, ClassDeclaration: true, ArrowFunctionExpression: true },
          contexts: ["TSInterfaceDeclaration", "TSTypeAliasDeclaration", "VariableDeclaration"],
        },
      ],
    },
  },
  ...rooms.map(fence),
  {
    files: ["webview/**/*.{ts,tsx}"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: rooms
                .filter((room) => room !== "protocol" && room !== "core")
                .map((room) => `**/src/${room}/**`),
              message: "The webview sees protocol and core alone (see src/README.md).",
            },
            { group: ["node:*"], message: "The webview has no Node." },
          ],
        },
      ],
    },
  },
  {
    files: ["test/**/*.ts", "test/**/*.tsx"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-expressions": "off",
    },
  },
);
