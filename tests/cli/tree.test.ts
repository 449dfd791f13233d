/** What holds of every command, as the tree of commands has it. */
import assert from "node:assert/strict";
import { Command, CommanderError, type Option } from "commander";
import { COMMANDS } from "../../cli/commands";
import { CALLED, program, wantedBy } from "../../cli/program";

/** What an option means, but for its default and whether it has to be given. */
const meaning = ({ flags, description, parseArg }: Option): string =>
    JSON.stringify([flags, description, parseArg?.name, parseArg?.toString()]);

function helpOf(command: Command): string {
    let text = "";
    command.configureOutput({ writeOut: (part) => (text += part) });
    command.outputHelp();
    return text;
}

describe("the tree of commands", () => {
    let tree: Command;
    before(async () => {
        tree = await program();
    });

    const each = (look: (command: Command) => void): void => {
        assert.equal(tree.commands.length, Object.keys(COMMANDS).length);
        tree.commands.forEach(look);
    };

    it("has for options of one name one meaning", () => {
        const meanings = new Map<string, string>();
        each(({ options }) => {
            for (const option of options) {
                const known = meanings.get(option.attributeName()) ?? meaning(option);
                assert.equal(meaning(option), known);
                meanings.set(option.attributeName(), known);
            }
        });
        for (const name of ["stack", "role", "profile", "from", "to", "limit", "json"]) {
            assert.ok(meanings.has(name), name);
        }
    });

    it("has --json and --no-color everywhere", () =>
        each((command) => {
            const flags = command.options.map(({ long }) => long);
            assert.ok(flags.includes("--json") && flags.includes("--no-color"), command.name());
        }));

    it("has for each command a summary, a description, examples of itself and its exit codes", () =>
        each((command) => {
            assert.notEqual(command.summary(), "");
            assert.ok(command.description().length > command.summary().length);
            const help = helpOf(command);
            assert.match(help, new RegExp(`Examples:\n  \\$ ${CALLED} ${command.name()}\\b`));
            assert.match(help, /Exit codes: 0 .+; 1 .+; 2 called wrongly; 130 interrupted\./);
        }));

    it("has examples that the command line takes", async () => {
        for (const [name, { load }] of Object.entries(COMMANDS)) {
            const { examples } = (await load()).command;
            assert.ok(examples.length > 0, name);
            for (const [call] of examples) {
                const words = call.split(/ [|<] /)[0]?.split(" ") ?? [];
                assert.equal(words[0], name);
                await (await program([name])).parseAsync(words, { from: "user" });
            }
        }
    });

    it("lists each command in the help of all, which loads none of them", async () => {
        const help = helpOf(await program([]));
        for (const name of Object.keys(COMMANDS)) {
            assert.match(help, new RegExp(`^  ${name} `, "m"));
        }
        assert.match(help, /Exit codes: 0 fine; 1 something is wrong; 2 called wrongly; 130 interrupted/);
    });

    it("is loaded as far as the command line asks", () => {
        assert.deepEqual(wantedBy(["verify", "--stack", "lookup"]), ["verify", "lookup"]);
        assert.deepEqual(wantedBy(["help", "replay"]), ["replay"]);
        assert.deepEqual(wantedBy(["--help"]), []);
        assert.deepEqual(wantedBy(["constructor"]), []);
    });

    for (const [args, told] of [
        [["nothing"], "unknown command 'nothing'"],
        [["verify", "--fast"], "unknown option '--fast'"],
        [["verify", "--wait", "0s"], "write a length of time with its unit"],
        [["verify", "--role", "two words"], "write the name or the ARN of an IAM role."],
        [["forwarders", "--wait", "900"], "write a length of time with its unit"],
        [["verify", "more"], "too many arguments"],
        [["lookup", "--from", "yesterday"], "write how long ago, e.g. 24h or 7d, a date"],
        [["lookup", "--limit", "0"], "write a whole number of events, from 1 to 10000"],
        [["query", "root-use", "--parameter", "account"], "write a name and its value, e.g. account="],
        [["why", "111122223333"], "missing required argument 'object'"],
        [["why", "111122223333", "k", "--context", "vpce"], "write a condition key and its value"],
        [["query", "root-use", "more"], "too many arguments"],
        [["replay", "--from", "24h"], "required option '--target <name or ARN>' not specified"],
        [["replay", "--target", "siem"], "required option '--from <time>' not specified"],
        [["estimate"], "required option '--management-events <number>' not specified"],
        [["estimate", "--management-events", "50000,000"], "write a whole number of events, 0 or more"],
        [["estimate", "--management-events", "1", "--write-share", "10"], "write a number from 0 to 1."],
    ] as const) {
        it(`refuses \`${args.join(" ")}\``, async () => {
            let errors = "";
            const called = await program(wantedBy(args));
            for (const command of [called, ...called.commands]) {
                command.configureOutput({ writeErr: (part) => (errors += part) });
            }
            await assert.rejects(called.parseAsync(args, { from: "user" }), CommanderError);
            assert.ok(errors.includes(told), errors);
            assert.ok(errors.includes(`\`${CALLED} help <command>\` says how it is called`), errors);
        });
    }
});
