import { instantOfIso } from '../../shared/dialect/auditedTime';
import type { AuditLogEntry, FieldChange, Reference } from '../../shared/entries/auditLogEntry';
import type { TimeZone } from '../../shared/dialect/timeZone';
import { cleanText } from '../../shared/disclosure/cleanText';

/** `concise` names the changed fields; `full` adds seconds, ids, links, old and new values. */
export const DETAILS = ['concise', 'full'] as const;
export type Detail = (typeof DETAILS)[number];

/** Characters of one text. */
const MAX_CHARS: Readonly<Record<Detail, number>> = { concise: 120, full: 500 };
const MAX_FIELDS = 50;

/** An entry as a model reads it, without what Zoho did not provide. */
export type ShownEntry = { time: string | null } & Record<string, unknown>;

export function shownEntry(
	entry: AuditLogEntry,
	detail: Detail,
	zone: TimeZone,
	/** Whether old and new values may be shown at all. */
	hasValues = true,
): ShownEntry {
	const shown = (text: string | null | undefined): string | undefined =>
		text ? cleanText(text, MAX_CHARS[detail]) || undefined : undefined;
	const nameOf = (reference: Reference | null): string | undefined => shown(reference?.name);
	const fields = entry.field_history ?? [];
	const concise: ShownEntry = {
		time: timeOf(entry.audited_time, detail, zone),
		user: nameOf(entry.done_by),
		action: shown(entry.action),
		module: shown(entry.module),
		record: nameOf(entry.record),
		changed:
			fields.length === 0
				? undefined
				: fields.slice(0, MAX_FIELDS).map((field) => shown(fieldName(field)) ?? 'unnamed'),
	};
	if (detail === 'concise') return withoutUndefined(concise);
	return withoutUndefined({
		...concise,
		changes:
			fields.length === 0 || !hasValues
				? undefined
				: fields.slice(0, MAX_FIELDS).map((field) => ({
						field: shown(fieldName(field)) ?? 'unnamed',
						old: shown(field.old) ?? null,
						new: shown(field.new) ?? null,
					})),
		event_id: shown(entry.event_id),
		user_id: shown(entry.done_by?.id),
		record_id: shown(entry.record?.id),
		record_url: shown(entry.record_url),
		source: shown(entry.source),
		related_module: shown(entry.related_module),
		related_record: nameOf(entry.related_record),
		account_name: shown(entry.account_name),
	});
}

/** The same entry with fewer changes, for one that is too long by itself. */
export function shortened(entry: ShownEntry): ShownEntry {
	const { changed, changes } = entry;
	const half = (list: unknown): unknown =>
		Array.isArray(list) ? list.slice(0, Math.floor(list.length / 2)) : undefined;
	return withoutUndefined({
		...entry,
		changed: half(changed),
		changes: half(changes),
		changes_omitted: true,
	});
}

function timeOf(time: string | null, detail: Detail, zone: TimeZone): string | null {
	const instant = instantOfIso(time ?? '');
	if (instant === null) return null;
	const iso = zone.iso(instant);
	return detail === 'full' ? iso : iso.slice(0, 16) + iso.slice(19);
}

function fieldName(field: FieldChange): string | null {
	return field.field_label ?? field.api_name;
}

/** Without undefined values. */
export function withoutUndefined<T extends object>(values: T): T {
	const kept = Object.entries(values).filter(([, value]) => value !== undefined);
	return Object.fromEntries(kept) as T;
}
