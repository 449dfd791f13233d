/** Ends the process in peace once whoever reads its output, as `head` does, has read enough. */
export function endWithReader(): void {
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "EPIPE") {
            process.exit(0);
        }
        throw error;
    });
}
