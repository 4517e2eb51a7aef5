import { performance } from 'node:perf_hooks';
import { readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../zoho/log/random';
import type { Zoho } from '../zoho/zoho';
import { type House, throughProcess } from './house';
import type { ProcessDoor } from './serverDoor';

jest.setTimeout(180_000);

let ahead = 0;

/** Large enough to be interrupted while it is written. */
const setup = {
	entries: 30_000,
	switches: { csvColumns: 'guessed' as const },
	now: () => Date.now() + ahead,
};
const KILLS = 6;
/** Each start requests a token, and Zoho issues ten in ten minutes. */
const BETWEEN_STARTS_MS = 120_000;

type ServerHouse = House<ProcessDoor>;

/** An export's file, downloaded without the server. */
async function fileOf(zoho: Zoho, url: string, id: string): Promise<Buffer> {
	const headers = { authorization: `Bearer ${zoho.accessToken()}` };
	const answer = await fetch(`${url}/crm/v8/settings/audit_log_export/${id}`, { headers });
	const { audit_log_export: jobs } = (await answer.json()) as {
		audit_log_export: { download_links: string[] }[];
	};
	const file = await fetch(jobs[0]?.download_links[0] ?? '', { headers });
	return Buffer.from(await file.arrayBuffer());
}

/** One row for each changed field, and one where none was changed. */
function rowsOf({ log }: Zoho): number {
	return log.reduce((sum, { field_history }) => sum + Math.max(1, field_history.length), 0);
}

/** Resolves when the first byte of a file may be written. */
async function writing({ places }: ProcessDoor): Promise<void> {
	await new Promise<void>((resolve) => {
		const watching = watch(places.downloads, () => (watching.close(), resolve()));
	});
}

/** A file under its final name is complete; any other is hidden and the killed process's. */
function lookAt({ places, pid }: ProcessDoor, id: string, truth: Buffer): string[] {
	expect(readdirSync(places.work)).toEqual([]);
	const names = readdirSync(places.downloads);
	const own = names.filter((name) => !name.startsWith('.'));
	const partials = names.filter((name) => name.startsWith('.'));
	const [file, manifest] = [`${id}-1.csv`, `${id}.manifest.json`];
	const complete = [[], [file], [file, manifest], [manifest]];
	expect(complete).toContainEqual(own);
	for (const name of own) {
		const bytes = readFileSync(path.join(places.downloads, name));
		if (name === file) expect(bytes.equals(truth)).toBe(true);
		else expect(JSON.parse(bytes.toString())).toMatchObject({ complete: true });
	}
	expect(partials.length).toBeLessThanOrEqual(1);
	for (const name of partials) expect(name).toContain(`.${pid}-`);
	return partials;
}

/** Starting the server removes partial files; then it returns every row. */
async function recovered(house: ServerHouse, id: string, truth: Buffer): Promise<ProcessDoor> {
	ahead += BETWEEN_STARTS_MS;
	const door = await house.again();
	await door.listExports();
	const { downloads } = door.places;
	expect(readdirSync(downloads).filter((name) => name.startsWith('.'))).toEqual([]);
	const { error, total } = await door.downloadExport(id);
	expect([error, total]).toEqual([null, rowsOf(house.zoho)]);
	expect(readdirSync(downloads).sort()).toEqual([`${id}-1.csv`, `${id}.manifest.json`]);
	expect(readFileSync(path.join(downloads, `${id}-1.csv`)).equals(truth)).toBe(true);
	return door;
}

throughProcess(
	'killed while writing a file, it leaves none under its final name, and the next start removes the partial one',
	async (house) => {
		const { door, zoho, url } = house;
		const id = await house.finished();
		const truth = await fileOf(zoho, url, id);
		const begun = writing(door);
		const call = door.downloadExport(id).catch(() => null);
		await begun;
		await door.kill();
		await call;
		lookAt(door, id, truth);
		await recovered(house, id, truth);
	},
	setup,
);

throughProcess(
	`killed at ${KILLS} random moments of a download, it leaves no truncated file, and the next run is complete`,
	async (house) => {
		const { zoho, url } = house;
		let { door } = house;
		const id = await house.finished();
		const truth = await fileOf(zoho, url, id);
		const start = performance.now();
		await door.downloadExport(id);
		const whole = performance.now() - start;
		const random = seededRandom(20);
		for (let kill = 0; kill < KILLS; kill++) {
			rmSync(path.join(door.places.downloads, `${id}-1.csv`), { force: true });
			// At any moment of a call, or where it matters: while a file is written.
			const begun = kill % 2 === 0 ? pause(random() * whole) : writing(door);
			const call = door.downloadExport(id).catch(() => null);
			await begun;
			await pause(random() * 10);
			await door.kill();
			await call;
			lookAt(door, id, truth);
			door = await recovered(house, id, truth);
		}
	},
	setup,
);
