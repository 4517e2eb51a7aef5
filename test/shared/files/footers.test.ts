import { csvFile, readTables } from '../../oracles/read';

/** The columns of Zoho's sister product: no first value says that a row begins. */
const NAMED = 'Done By,Action,Module,Record Name,Audited Time';
/** Each row begins with its time. */
const TIMED = 'Audited Time,Done By,Action,Module,Account Name';
const USERS = ['Marta Quill', 'Ben Ito', 'Ana', 'Priya N. Rao'];

const named = (count: number): string[] =>
	Array.from({ length: count }, (_, at) => {
		const minute = String(at % 60).padStart(2, '0');
		return `${USERS[at % 4]},updated,Deals,Deal ${at},05/21/2026 02:${minute} PM`;
	});
const timed = (count: number): string[] =>
	named(count).map((row, at) => {
		const cells = row.split(',');
		return [cells[4], cells[0], cells[1], cells[2], at % 3 === 0 ? '' : `Account ${at}`].join(',');
	});

/** What is read of these lines: rows, footers with their proof, and lines that could not be read. */
async function read(lines: readonly string[], end = '') {
	const [table] = await readTables(csvFile(lines.join('\r\n') + end));
	const { rows = [], footers = [], unread } = table ?? {};
	return {
		rows: rows.length - 1,
		footers: footers.map(({ line, text, proof }) => `${line}: ${text} (${proof})`),
		unread: unread?.named.map(({ line, why }) => `${line}: ${why}`) ?? [],
	};
}

describe.each([
	['without a line break after it', ''],
	['with one', '\r\n'],
])('%s', (_, end) => {
	test.each([
		['Total: 400', 'total'],
		['Total,400', 'total'],
		['"Total","400"', 'total'],
		['400 records', 'total'],
		['Σύνολο: 400', 'total'],
	])('a line that states how many rows there are is a footer: %s', async (footer, proof) => {
		for (const [header, rows] of [
			[NAMED, named(400)],
			[TIMED, timed(400)],
		] as const) {
			expect(await read([header, ...rows, footer], end)).toEqual({
				rows: 400,
				footers: [`402: ${footer} (${proof})`],
				unread: [],
			});
		}
	});

	test.each([
		[['', 'Exported by Jane on 05/21/2026']],
		[['', '', '(c) Zoho Corp']],
		[['', 'Exported by: Jane', '', '(c) 2026 Zoho Corp']],
		[['', 'Exported by:,Jane,05/21/2026']],
	])('lines that an empty one sets apart are a footer: %j', async (lines) => {
		const { rows, footers, unread } = await read([NAMED, ...named(40), ...lines], end);
		expect([rows, unread]).toEqual([40, []]);
		const text = lines.filter((line) => line !== '').join(' / ');
		const line = 42 + lines.findIndex((each) => each !== '');
		expect(footers).toEqual([`${line}: ${text} (blank line)`]);
	});

	test('a line without quotes is one where all values have them', async () => {
		const quoted = [NAMED, ...named(40)].map((row) => `"${row.split(',').join('","')}"`);
		expect(await read([...quoted, 'Exported by Jane on 05/21/2026'], end)).toEqual({
			rows: 40,
			footers: ['42: Exported by Jane on 05/21/2026 (quotes)'],
			unread: [],
		});
	});

	test('a line may come before the total where the last value of the rows is whole', async () => {
		const lines = ['Exported by Jane on 05/21/2026', 'Total: 40'];
		const sure = await read([NAMED, ...named(40), ...lines], end);
		expect(sure).toMatchObject({ rows: 40, unread: [], footers: [expect.stringMatching('total')] });
		// Here it may be the rest of the last account's name.
		const unsure = await read([TIMED, ...timed(40), ...lines], end);
		expect([unsure.rows, unsure.unread.length, unsure.footers]).toEqual([39, 3, []]);
	});

	test('a row far from the end that cannot be read changes nothing', async () => {
		const rows = [...named(20), 'Ana,updated', ...named(30)];
		const found = await read([NAMED, ...rows, 'Total: 51'], end);
		expect(found).toMatchObject({ rows: 50, footers: ['53: Total: 51 (total)'] });
		expect(found.unread).toHaveLength(1);
	});

	test('in a file of which every row begins with its time, any other line is no row cut off', async () => {
		const { rows, footers, unread } = await read(
			[TIMED, ...timed(40), 'Exported,by Jane on 05/21/2026'],
			end,
		);
		expect([rows, footers]).toEqual([40, []]);
		expect(unread).toEqual([
			'42: a row has 2 cells where the header has 5, or it is a footer that cannot be told from a part of a row',
		]);
	});
});

const CUT = /^The file AuditLog\.csv is damaged: .*Download the export again\.$/;

test('a file that is cut off anywhere in its last row is refused, or its row is read whole', async () => {
	const records = ['Deal 40', '"Deal, the 40th"', '"two\r\n\r\nparagraphs"', 'Total: 40', ''];
	for (const record of records) {
		for (const user of ['Ana', 'Marta Quill', 'Jane (Ops) Doe', 'Total: 40', 'Deal 41']) {
			const row = `${user},updated,Deals,${record},05/21/2026 02:20 PM`;
			const last = row.lastIndexOf(',');
			const time = '05/21/2026 02:20 PM';
			const other = `${time},${user},updated,Deals,${record}`;
			for (let kept = 1; kept <= last; kept++) {
				const text = row.slice(0, kept);
				if (/[\r\n]$/.test(text) || user === 'Total: 40') continue;
				await expect(read([NAMED, ...named(40), text])).rejects.toThrow(CUT);
			}
			for (let kept = 1; kept <= other.lastIndexOf(',Deals,'); kept++) {
				await expect(read([TIMED, ...timed(40), other.slice(0, kept)])).rejects.toThrow(CUT);
			}
		}
	}
});

test('a file that is cut off in its last row is refused after an empty line too', async () => {
	const row = 'Ana,updated,Deals,Deal 40,05/21/2026 02:20 PM';
	// No other user is written so.
	const other = row.replace('Ana', 'Jane (Ops) Doe');
	for (let kept = 1; kept <= row.lastIndexOf(','); kept++) {
		await expect(read([NAMED, ...named(40), '', row.slice(0, kept)])).rejects.toThrow(CUT);
		const lines = [NAMED, ...named(20), '', ...named(20), '', other.slice(0, kept)];
		await expect(read(lines)).rejects.toThrow(CUT);
	}
});

test.each([
	['begins', 'Deal: 400'],
	['ends', 'Acme 400'],
	['ends, from its middle on', 'me 400'],
])(
	'a piece by which a row %s is no footer where numbers count the rows by chance',
	async (_, piece) => {
		const rows = Array.from({ length: 400 }, (_, at) => `Deal: ${at},x,x,x,Acme ${at}`);
		expect(await read([NAMED, ...rows, piece, ''])).toMatchObject({ footers: [] });
	},
);

test('the rest of a last value that was cut in two is no footer', async () => {
	const rows = timed(40).map((row, at) => row.replace(/[^,]*$/, `Account ${at}`));
	for (const rest of ['ount 39', '39', 'Total', '(c) Zoho Corp', 'Exported by: Jane']) {
		const cut = `${(rows[39] ?? '').replace(/[^,]*$/, 'Acc')}`;
		const found = await read([TIMED, ...rows.slice(0, 39), cut, rest], '\r\n');
		expect(found).toMatchObject({ rows: 39, footers: [] });
		expect(found.unread).toHaveLength(2);
	}
});

test('what may be a footer or a part of a row is refused or reported in these words', async () => {
	const footer = 'Exported by Jane on 05/21/2026';
	await expect(read([NAMED, ...named(40), footer])).rejects.toThrow(
		'a row has 1 cells where the header has 5, or it is a footer that cannot be told from a part of a row (line 42',
	);
	// The time of the row before is whole, so it is not lost as well.
	const { rows, unread } = await read([NAMED, ...named(40), footer], '\r\n');
	expect([rows, unread.length]).toEqual([40, 1]);
});

test.each([
	['a number that is another', 'Total: 39'],
	['fewer rows than a chance would hit', '9 records'],
])('no total is read from %s', async (_, footer) => {
	const count = footer.startsWith('9') ? 9 : 40;
	const { footers, unread } = await read([NAMED, ...named(count), footer], '\r\n');
	expect([footers, unread.length]).toEqual([[], 1]);
});
