import { importFolder } from '../archive/folder/importFolder';
import { leftOf } from '../archive/folder/orphans';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/durations';
import { cleanText } from '../../shared/disclosure/cleanText';
import { AuditLogError } from '../../shared/errors';
import { RETENTION_DAYS, windowsOf } from '../../shared/exports/windows';
import type { Period } from '../../shared/period';
import type { Config } from '../config/config';
import { missingIn } from '../questions/kept/fromArchive';
import { keepParts, rebuildParts } from '../questions/kept/keepParts';
import type { App } from '../questions/app';
import { createApp, type Host } from '../server/app';
import { sleep } from '../zoho/sleep';
import { progressOf } from './progress';

/** Of one export; more than Zoho has ever been seen to take. */
const WAIT_SECONDS = 6 * 3600;

/**
 * Brings the folder of the archive up to now: Zoho is asked for what is not in it, in windows that it
 * exports. Each export is there as soon as it is downloaded, so that the next call goes on where one was
 * killed. Returns the exit code: 1 when something is missing.
 */
export async function sync(config: Config, host: Host): Promise<number> {
	const { archiveDir, everyMs, missing, importDir } = config;
	const problems = [
		...(archiveDir === null ? ['Name the folder of the archive: --archive DIR.'] : []),
		...(missing.length > 0 && importDir === null ? [`Not set: ${missing.join(', ')}.`] : []),
	];
	if (problems.length > 0) {
		process.stderr.write(`${problems.join('\n')}\n`);
		return 2;
	}
	const app = createApp(config, host);
	if (importDir !== null) return await imported(app, importDir);
	for (;;) {
		const code = await once(app, config, host);
		if (everyMs === null) return code;
		await (host.sleep ?? sleep)(everyMs);
	}
}

/** Brings the folder up to now again and again while a server runs; it ends with the process. */
export async function keepSynced(app: App, config: Config, host: Host): Promise<never> {
	const { log } = host;
	// The server's stdout is the protocol.
	const output: Output = {
		line: (text) => log.write('info', text),
		problem: (text) => log.write('warn', text),
		progress: (text) => log.write('debug', text),
	};
	for (;;) {
		// Whatever went wrong, the next time may go well, and questions are answered meanwhile.
		await once(app, config, host, output).catch((error: unknown) => {
			const details = error instanceof Error ? error.stack : typeof error;
			log.write('error', 'sync', { details });
		});
		await (host.sleep ?? sleep)((config.syncMinutes ?? 1) * MINUTE);
	}
}

/** Where it is said what was done. */
interface Output {
	readonly line: (text: string) => void;
	readonly problem: (text: string) => void;
	readonly progress: (text: string) => void;
}

const TERMINAL: Output = {
	line: (text) => process.stdout.write(`${text}\n`),
	problem: (text) => process.stderr.write(`${text}\n`),
	// A line that changes on a terminal, else one for each window.
	progress: (text) => process.stderr.write(process.stderr.isTTY ? `\r${text}   ` : `${text}\n`),
};

async function once(
	app: App,
	config: Config,
	host: Host,
	output: Output = TERMINAL,
): Promise<number> {
	try {
		return await brought(app, config, host, output);
	} catch (error) {
		if (!(error instanceof AuditLogError)) throw error;
		output.problem(host.log.redacted(error.message));
		return 1;
	}
}

async function brought(
	app: App,
	{ since, rebuild, keep }: Config,
	{ log }: Host,
	output: Output,
): Promise<number> {
	const client = await app.creatingClient();
	const context = { app, client, run: {} };
	// Kept with the exports, for when there is no connection.
	await Promise.all([
		client.names.organization({}),
		client.names.users({}),
		client.names.modules({}),
	]);
	await client.names.currentUser({});
	const now = Math.floor(client.now() / SECOND) * SECOND;
	const oldest = now - RETENTION_DAYS * DAY + HOUR;
	const kept = keep?.before(now) ?? -Infinity;
	const period = { from: Math.max(since ?? oldest, oldest, kept), to: now };
	const windows = (await missingIn(context, period, 'late')).flatMap(windowsOf);
	const added = { entries: 0, bytes: 0 };
	const progress = progressOf(windows.length, output.progress);
	for (const [done, window] of windows.entries()) {
		progress.show(done);
		const answer = await client.getAuditLog(filterOf(window), {
			source: 'export',
			waitSeconds: WAIT_SECONDS,
		});
		if (answer.state !== 'ready') {
			output.problem(`Zoho has been preparing the export ${answer.job.id} for too long.`);
			return 1;
		}
		// Counted here and not at the end, for three years of files would be held until then.
		const downloads = answer.exports ?? [];
		for (const download of downloads) {
			const reason = app.archive.whyUnkept(download.id ?? '');
			if (reason !== undefined) {
				output.problem(`The export ${download.id} could not be kept: ${reason}.`);
				return 1;
			}
			for (const file of download.files) added.bytes += file.bytes.length;
		}
		const { entries } = await client.countEntries(downloads, { keys: ['day'] });
		added.entries += entries.total;
		warnOf(await keepParts(app, client, downloads), log);
	}
	if (keep) {
		const folder = await app.archive.folder?.();
		const removed = (await folder?.removeBefore(kept, `sync --keep ${keep.text}`, now)) ?? [];
		if (removed.length > 0) {
			output.line(
				`Removed: ${removed.length} exports with nothing since ${iso(kept)} (--keep ${keep.text}).`,
			);
		}
		for (const name of folder ? await leftOf(folder.path, removed) : []) {
			// Names of files were chosen by others.
			const shown = cleanText(name, 300);
			output.problem(
				`Not removed: ${shown}, which is called as files of a removed export are, and is none that this version has made; if it is one of them, remove it by hand.`,
			);
		}
	}
	const { made, unkept, problems: unread } = await rebuildParts(app, client, { all: rebuild });
	warnOf(unkept, log);
	for (const problem of unread) output.problem(log.redacted(problem));
	if (made.length > 0) output.line(`Made anew: the Parquet files of ${made.length} exports.`);
	const lacks = (await missingIn(context, period)).filter(({ from, to }) => to - from > MINUTE);
	for (const { from, to } of lacks) {
		log.write('warn', `Not in the archive: ${iso(from)} to ${iso(to)}.`);
	}
	output.line(
		`${lacks.length === 0 ? 'Complete' : 'NOT complete'} from ${iso(period.from)} to ${iso(now)}: ${added.entries.toLocaleString('en')} entries of ${windows.length} windows added, ${added.bytes.toLocaleString('en')} bytes.`,
	);
	return lacks.length === 0 && unread.length === 0 ? 0 : 1;
}

/** Takes over another archive's files. */
async function imported(app: App, from: string): Promise<number> {
	const folder = await app.archive.folder?.();
	if (!folder) return 2;
	const { added, known, problems } = await importFolder(from, folder);
	// Names of files were chosen by others.
	for (const problem of problems) process.stderr.write(`${cleanText(problem, 2_000)}\n`);
	process.stdout.write(
		`Imported: ${added.length} exports, ${known.length} were there before, ${problems.length} not taken.\n`,
	);
	return problems.length === 0 ? 0 : 1;
}

function warnOf(unkept: readonly string[], log: Host['log']): void {
	for (const id of unkept) {
		log.write('warn', `The rows of the export ${id} could not be kept in Parquet.`);
	}
}

function filterOf({ from, to }: Period) {
	return { from: iso(from), to: iso(to) };
}

function iso(instant: number): string {
	return new Date(instant).toISOString();
}
