import fc from 'fast-check';
import { runs } from '../../runs';
import { changingLife, lived, type Lived } from './changingWorld';

/** Entries come again under other ids where that was reported, and nowhere else. */
const CHANGED = /come again under (the same|other) ids|none is lost/;

test('whatever changes in Zoho, its files, the user’s settings or the clock, at any request: nothing is lost, wrong or twice', async () => {
	const sum = { lives: 0, entries: 0, errors: 0, again: 0, longest: 0 };
	await fc.assert(
		fc.asyncProperty(changingLife, async (setup) => {
			const life: Lived = await lived(setup);
			sum.lives++;
			sum.entries += life.entries;
			sum.errors += life.errors;
			sum.again += life.again.length;
			sum.longest = Math.max(sum.longest, life.longestPoll);
			expect(life.lost).toEqual([]);
			expect(life.wrongTimes).toEqual([]);
			expect(life.longestPoll).toBeLessThan(60_000);
			const isForgotten = setup.crashes.some((crash) => crash !== 'none');
			const isReported = life.notices.some((notice) => CHANGED.test(notice));
			if (!isReported) expect(life.otherIds).toEqual([]);
			if (!isForgotten && !isReported) expect(life.again).toEqual([]);
		}),
		{ numRuns: runs(8), endOnFailure: true },
	);
	if (process.env['MEASURE']) process.stdout.write(`${JSON.stringify(sum)}\n`);
}, 3_600_000);
