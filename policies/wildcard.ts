/** Whether a text matches a pattern in which `*` stands for any characters, and `?` for one. */
export function matchesWildcard(pattern: string, text: string): boolean {
    const expression = pattern
        .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".");
    return new RegExp(`^${expression}$`, "s").test(text);
}
