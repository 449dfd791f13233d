/**
 * Tags for every resource that takes them. The program adds none of its own.
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
import { z } from "zod";
import { text } from "./base/fields";

/** The most tags that a resource has. Those that AWS adds do not count. */
const MAX_TAGS = 50;

const VALUE =
    "a tag's value has at most 256 letters, digits, spaces and _.:/=+-@ characters. Write it in quotes.";

export const tags = z
    .record(
        text("a tag's key.", (key) => {
            if (/^aws:/i.test(key)) {
                return 'AWS keeps tags that start with "aws:" for itself.';
            }
            return /^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u.test(key)
                ? undefined
                : "a tag's key has 1 to 128 letters, digits, spaces and _.:/=+-@ characters.";
        }),
        text(VALUE, (value) => {
            if (/^aws:/i.test(value)) {
                return 'IAM takes no value that starts with "aws:", which AWS keeps for itself. Write another.';
            }
            return /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u.test(value) ? undefined : VALUE;
        }),
        "an object of tags, each a key and a string.",
    )
    .superRefine((chosen, context) => {
        const keys = Object.keys(chosen);
        if (keys.length > MAX_TAGS) {
            context.addIssue(
                `a resource has at most ${MAX_TAGS} tags, and these are ${keys.length}. Leave out ${keys.length - MAX_TAGS}.`,
            );
        }
        keys.forEach((key, index) => {
            const same = keys.slice(0, index).find((other) => other.toLowerCase() === key.toLowerCase());
            if (same !== undefined) {
                context.addIssue({
                    code: "custom",
                    path: [key],
                    message: `IAM takes it and "${same}" for one key, since upper and lower case do not count. Keep one.`,
                });
            }
        });
    });
