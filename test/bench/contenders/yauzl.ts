import type { Readable } from 'node:stream';
import type { Contender } from '../contender';
import { CanonicalEntries } from '../canonical';
import { download } from '../download';
import { library } from '../libraries';

interface Yauzl {
	fromBufferPromise(bytes: Buffer): Promise<{
		eachEntry(): AsyncIterable<object>;
		openReadStreamPromise(entry: object): Promise<Readable>;
	}>;
}
interface Udsv {
	inferSchema(text: string): object;
	initParser(schema: object): UdsvParser;
}
interface UdsvParser {
	readonly stringArrs: unknown;
	chunk(text: string, as: unknown, take: (row: string[]) => void): void;
	end(): unknown;
}
interface Papaparse {
	parse(text: Readable, options: object): void;
}

/** The same entries as ours, ids included, from rows of strings. */
const udsv: Contender = async (url, progress) => {
	const { inferSchema, initParser } = await library<Udsv>('udsv');
	return await eachFile(url, progress, async (stream, entries) => {
		let parser: UdsvParser | undefined;
		for await (const text of stream.setEncoding('utf8') as AsyncIterable<string>) {
			parser ??= initParser(inferSchema(text));
			parser.chunk(text, parser.stringArrs, (row) => {
				entries.entry(row);
				progress.row();
			});
		}
		parser?.end();
	});
};

const papaparse: Contender = async (url, progress) => {
	const papa = await library<Papaparse>('papaparse');
	return await eachFile(url, progress, async (stream, entries) => {
		let isHeader = true;
		await new Promise<void>((resolve, reject) => {
			papa.parse(stream.setEncoding('utf8'), {
				chunk: ({ data }: { data: string[][] }) => {
					for (const row of data) {
						if (!isHeader && row.length > 1) entries.entry(row);
						isHeader = false;
					}
					progress.row();
				},
				complete: resolve,
				error: reject,
			});
		});
	});
};

async function eachFile(
	url: string,
	progress: Parameters<Contender>[1],
	read: (stream: Readable, entries: CanonicalEntries) => Promise<void>,
): Promise<number> {
	const yauzl = await library<Yauzl>('yauzl');
	const bytes = Buffer.from((await download(url, progress)).buffer);
	const archive = await yauzl.fromBufferPromise(bytes);
	const entries = new CanonicalEntries();
	for await (const entry of archive.eachEntry()) {
		await read(await archive.openReadStreamPromise(entry), entries);
	}
	return entries.count;
}

export const contenders = { 'yauzl-udsv': udsv, 'yauzl-papaparse': papaparse };
