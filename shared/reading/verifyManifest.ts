import { type ColumnHints, NO_HINTS } from '../dialect/csvColumns';
import type { TimeFormat } from '../dialect/auditedTime';
import { TimeZone } from '../dialect/timeZone';
import { AuditLogError, InputError } from '../errors';
import type { ExportFile } from '../files/exportFile';
import { sha256 } from '../files/sha256';
import { type UnpackingHost, unpackingHost } from '../files/zip';
import type { CallOptions } from '../http/crmApi';
import { asArray, asObject, asText, type JsonObject } from '../http/json';
import type { Session } from '../session';
import {
	answerIn,
	differs,
	missing,
	parsed,
	type Verification,
	verifyAnswer,
} from './answers/verifyAnswer';
import { MANIFEST } from './manifest';
import { tallyOf } from './rowDigest';

/**
 * Compares archived files with the manifest made when they were downloaded. Nothing else is needed:
 * neither Zoho nor a connection. Files are recognised by their bytes, and by their names where those
 * have changed.
 * @throws InputError for a manifest that is none.
 */
export async function verifyManifest(
	manifest: unknown,
	files: readonly ExportFile[],
	session: Pick<Session, 'sleep'> &
		Partial<Pick<Session, 'gunzip'>> & { readonly ticks: () => number },
	{ signal }: CallOptions = {},
): Promise<Verification> {
	const answer = answerIn(parsed(manifest));
	if (answer) return await verifyAnswer(answer, files);
	const host = unpackingHost(session, signal);
	const result: Verification = {
		...{ verified: true, same_rows: true, rows: 0, rows_refused: 0 },
		findings: [],
	};
	const digests = await Promise.all(files.map(async ({ bytes }) => await sha256(bytes)));
	const used = new Set<ExportFile>();
	for (const part of exportsIn(manifest)) {
		const found: ExportFile[] = [];
		for (const stated of asArray(part['files']).map(asObject)) {
			const digest = asText(stated?.['sha256']) ?? '';
			const name = asText(stated?.['name']) ?? '';
			const isFree = (file: ExportFile | undefined): boolean => !!file && !used.has(file);
			const same = files.find((file, index) => digests[index] === digest && isFree(file));
			const file = same ?? files.find((it) => it.name.endsWith(name) && isFree(it));
			if (!same) {
				result.verified = false;
				result.findings.push(
					file
						? differs(name, file, digests[files.indexOf(file)] ?? '', stated ?? {})
						: missing(name, digest),
				);
			}
			if (!file) continue;
			used.add(file);
			found.push(file);
		}
		await compareRows(part, found, host, result);
	}
	const others = files.filter((file) => !used.has(file)).map(({ name }) => name);
	if (others.length > 0) {
		result.verified = false;
		result.findings.push(`Not in the manifest: ${others.join(', ')}.`);
	}
	return result;
}

/** The rows of an export against what the manifest says of them. */
async function compareRows(
	part: JsonObject,
	files: readonly ExportFile[],
	host: UnpackingHost,
	result: Verification,
): Promise<void> {
	const name = `export ${asText(part['export_id']) ?? 'without an id'}`;
	try {
		const tally = await tallyOf(
			files,
			{ times: timesIn(part['times']), columns: columnsIn(part['columns']) },
			host,
		);
		result.rows += tally.rows;
		const { rows, sha256: digest, unread } = tally;
		result.rows_refused += unread.count;
		const isSameRefused = unread.count === (part['rows_refused'] ?? 0);
		if (digest === part['rows_sha256'] && rows === part['rows'] && isSameRefused) return;
		const refused = isSameRefused ? '' : `, and ${unread.count} more could not be read`;
		result.findings.push(
			`The rows of ${name} are not those of the manifest: ${rows} of ${String(part['rows'])}${refused}.`,
		);
	} catch (error) {
		if (!(error instanceof AuditLogError)) throw error;
		result.findings.push(`The rows of ${name} cannot be read: ${error.message}`);
	}
	result.verified = false;
	result.same_rows = false;
}

function exportsIn(manifest: unknown): JsonObject[] {
	const object = asObject(parsed(manifest));
	const parts = asArray(object?.['exports']).map(asObject);
	const isKnown = object?.['manifest'] === MANIFEST;
	const isWhole = parts.every((part) => typeof part?.['rows_sha256'] === 'string');
	if (isKnown && parts.length > 0 && isWhole) return parts.filter((part) => part !== undefined);
	throw new InputError(
		`This is not the manifest of a download: one begins with {"manifest":"${MANIFEST}"} and lists its exports.`,
		{ parameter: 'manifest' },
	);
}

function columnsIn(value: unknown): ColumnHints {
	const columns = asObject(value);
	if (!columns) return NO_HINTS;
	const header = columns['header'];
	const indexes = Object.entries(asObject(columns['byContent']) ?? {});
	const titles = Object.entries(asObject(columns['map']) ?? {});
	const timeOfDay = columns['timeOfDay'];
	return {
		map: Object.fromEntries(titles.map(([column, title]) => [column, String(title)])),
		header: Array.isArray(header) ? header.map(String) : null,
		byContent: Object.fromEntries(indexes.map(([column, index]) => [column, Number(index)])),
		timeOfDay: typeof timeOfDay === 'number' ? timeOfDay : undefined,
		isEmpty: columns['isEmpty'] === true,
	};
}

function timesIn(value: unknown): TimeFormat {
	const times = asObject(value);
	const zone = asText(times?.['time_zone']);
	return {
		dateFormat: asText(times?.['date_format']),
		timeFormat: asText(times?.['time_format']),
		locale: asText(times?.['locale']),
		timeZone: zone === null ? null : new TimeZone(zone),
	};
}
