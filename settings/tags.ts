/** Tags for every resource that takes them. */
import { z } from "zod";
import { matching, text } from "./base/fields";

export const tags = z.record(
    text("a tag's key.", (key) => {
        if (/^aws:/i.test(key)) {
            return 'AWS keeps tags that start with "aws:" for itself.';
        }
        return /^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u.test(key)
            ? undefined
            : "a tag's key has 1 to 128 letters, digits, spaces and _.:/=+-@ characters.";
    }),
    matching(
        /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u,
        "a tag's value has at most 256 letters, digits, spaces and _.:/=+-@ characters. Write it in quotes.",
    ),
    "an object of tags, each a key and a string.",
);
