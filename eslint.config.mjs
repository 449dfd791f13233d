import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

/** A class that is a component, as it stands at the top of a file. */
const COMPONENT =
    ":matches(ExportNamedDeclaration, ExportDefaultDeclaration):has(> ClassDeclaration[superClass.property.name='ComponentResource'])";

/** The rooms of the program and of its commands, highest first: each imports from those below it only. */
const ROOMS = [
    "cli",
    "operate",
    "validation",
    "stacks",
    "components",
    "resources",
    "documents",
    "search",
    "detections",
    "events",
    "aws",
];

export default tseslint.config(
    {
        ignores: [
            "node_modules/",
            ".local/",
            "eslint.config.mjs",
            "policies/main.js",
            "cli/security-logging.js",
            "policies/dist*/",
        ],
    },
    ...tseslint.configs.strictTypeChecked,
    {
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        plugins: { "@pulumi": pulumi },
        rules: {
            "@pulumi/no-output-in-template-literal": "error",
            "@pulumi/no-output-instance-in-template-literal": "error",
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
            "@typescript-eslint/no-unused-vars": [
                "error",
                { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
            ],
        },
    },
    {
        files: ["components/**"],
        rules: {
            "no-restricted-syntax": [
                "error",
                {
                    selector: `Program:not(:has(> ${COMPONENT}))`,
                    message: "A file here is one component. What components are made from is in resources/.",
                },
                { selector: `${COMPONENT} ~ ${COMPONENT}`, message: "A file here is one component." },
            ],
        },
    },
    {
        files: ["resources/**"],
        rules: {
            "no-restricted-syntax": [
                "error",
                {
                    selector: "ClassDeclaration[superClass.property.name='ComponentResource']",
                    message: "Components are in components/.",
                },
            ],
        },
    },
    ...ROOMS.map((room, index) => ({
        files: [`${room}/**`],
        rules: {
            "no-restricted-imports": [
                "error",
                {
                    patterns: [
                        {
                            regex: `^(\\.\\./)+(${ROOMS.slice(0, index).join("|") || "index"})(/|$)`,
                            message: "Imports go downwards only: see docs/architecture.md.",
                        },
                    ],
                },
            ],
        },
    })),
);
