import type { Contender } from '../contender';
import { library } from '../libraries';

interface Axios {
	get(url: string, options: { responseType: 'arraybuffer' }): Promise<{ data: Buffer }>;
}
type AdmZip = new (bytes: Buffer) => { getEntries(): { getData(): Buffer }[] };
interface CsvParse {
	parse(bytes: Buffer, options: { columns?: boolean; bom: boolean }): unknown[];
}

/** Download, unpack, parse, and then use the rows. */
const obvious: Contender = async (url, progress) => {
	const [axios, Zip, { parse }] = await libraries();
	const { data } = await axios.get(url, { responseType: 'arraybuffer' });
	progress.downloaded();
	let rows: unknown[] = [];
	for (const entry of new Zip(data).getEntries()) {
		rows = rows.concat(parse(entry.getData(), { columns: true, bom: true }));
	}
	progress.row();
	return rows.length;
};

/** The same libraries, a file at a time, rows as arrays, yielding to the event loop between files. */
const careful: Contender = async (url, progress) => {
	const [axios, Zip, { parse }] = await libraries();
	const { data } = await axios.get(url, { responseType: 'arraybuffer' });
	progress.downloaded();
	let rows = 0;
	for (const entry of new Zip(data).getEntries()) {
		rows += parse(entry.getData(), { bom: true }).length - 1;
		progress.row();
		await new Promise((resolve) => setImmediate(resolve));
	}
	return rows;
};

async function libraries(): Promise<readonly [Axios, AdmZip, CsvParse]> {
	return [
		await library<Axios>('axios'),
		await library<AdmZip>('adm-zip'),
		await library<CsvParse>('csv-parse/sync'),
	];
}

export const contenders = { obvious, careful };
