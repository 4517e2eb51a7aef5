/** The demo's output: readable text on stdout. */
export const print = (text = ''): void => void process.stdout.write(`${text}\n`);

export function heading(text: string): void {
	print(`\n${text}\n${'─'.repeat(text.length)}`);
}

/** Prints aligned columns; a line break in a cell becomes a space. */
export function table(rows: readonly (readonly string[])[]): void {
	const cells = rows.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ').slice(0, 44)));
	const widths = (cells[0] ?? []).map((_, column) =>
		Math.max(...cells.map((row) => row[column]?.length ?? 0)),
	);
	for (const row of cells) {
		print(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
	}
}

export function progress(text: string): void {
	print(`  … ${text}`);
}
