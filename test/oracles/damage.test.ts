import { createRandom } from '../bench/random';
import { runs } from '../runs';
import { DAMAGE_KINDS, damagedFile } from './damage';
import { entriesRead } from './read';

/** What became of the rows of files with one damage each. */
const outcome = { files: 0, refused: 0, rows: 0, given: 0, unread: 0, missed: 0 };

test.each(DAMAGE_KINDS)(
	'of a file with one damage only true rows are read, and what is missing is reported: %s',
	async (kind) => {
		for (let seed = 1; seed <= runs(34); seed++) {
			const file = damagedFile(createRandom(seed), kind);
			if (!file) continue;
			try {
				await check(file.whole, file.damaged);
			} catch (error) {
				throw new Error(`Seed ${seed}.`, { cause: error });
			}
		}
	},
	600_000,
);

afterAll(() => {
	if (process.env['TEST_RUNS'] !== undefined) console.log(outcome);
});

async function check(whole: Uint8Array, damaged: Uint8Array): Promise<void> {
	const { entries: truth } = await entriesRead(whole);
	const rows = new Map(truth.map(({ event_id: id, raw }) => [id, JSON.stringify(raw)]));
	const read = await entriesRead(damaged).catch((error: unknown) => String(error));
	outcome.files++;
	outcome.rows += truth.length;
	if (typeof read === 'string') {
		expect(read).toMatch(/^UnexpectedAnswerError: The file .* is damaged/);
		outcome.refused++;
		return;
	}
	for (const { event_id: id, raw } of read.entries) expect(JSON.stringify(raw)).toBe(rows.get(id));
	outcome.given += read.entries.length;
	outcome.unread += read.unread.count;
	if (read.entries.length < truth.length) expect(read.unread.count).toBeGreaterThan(0);
	else outcome.missed++;
}
