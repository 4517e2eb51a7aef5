/** What the demo prints: a short account that a person can read, on stdout. */
export const say = (text = ''): void => void process.stdout.write(`${text}\n`);

export function heading(text: string): void {
	say(`\n${text}\n${'─'.repeat(text.length)}`);
}

/** Rows as columns of one width each; a line break in a name is shown as a space. */
export function table(rows: readonly (readonly string[])[]): void {
	const cells = rows.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ').slice(0, 44)));
	const widths = (cells[0] ?? []).map((_, column) =>
		Math.max(...cells.map((row) => row[column]?.length ?? 0)),
	);
	for (const row of cells) {
		say(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
	}
}

/** A line that tells of progress: rewritten in a terminal, one line each elsewhere. */
export function progress(text: string): void {
	say(`  … ${text}`);
}
