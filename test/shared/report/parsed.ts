/** A report as its tables, figures and texts, read without anything of ours. */
export interface ParsedReport {
	/** By caption, rows of texts. */
	readonly tables: ReadonlyMap<string, readonly (readonly string[])[]>;
	readonly figures: ReadonlyMap<string, string>;
}

export function parsed(html: string): ParsedReport {
	const tables = new Map<string, string[][]>();
	for (const [, caption = '', body = ''] of html.matchAll(
		/<caption>(.*?)<\/caption>.*?<tbody>(.*?)<\/tbody>/gs,
	)) {
		const rows = [...body.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
			[...row.matchAll(/<(?:td|th)[^>]*>(.*?)<\/(?:td|th)>/gs)].map(([, cell = '']) =>
				textOf(cell),
			),
		);
		tables.set(textOf(caption), rows);
	}
	const figures = new Map(
		[...html.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(([, title = '', value = '']) => [
			title,
			value,
		]),
	);
	return { tables, figures };
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" } as const;

export function textOf(html: string): string {
	return html
		.replace(/<[^>]*>/g, '')
		.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: keyof typeof ENTITIES) => ENTITIES[name]);
}

export function numberOf(text: string | undefined): number {
	return Number((text ?? '').replaceAll(',', ''));
}
