import type { Said } from './door';
import type { House } from './house';

/** Entries of the endpoint have record ids, as exports may not. */
export const LOG = { source: 'endpoint', switches: { settingsAuditLog: 'audit_log' } } as const;
export const with_ = (switches: object) => ({ ...LOG, switches: { ...LOG.switches, ...switches } });
/** Nothing is missing, nothing is there twice, and all is matched. */
export function isWhole({ error, total, entries, notes }: Said, { zoho }: House): void {
	expect([error, total]).toEqual([null, zoho.bin().length]);
	expect(total).toBeGreaterThan(20);
	expect(new Set(entries.map((it) => it['record_id'])).size).toBe(entries.length);
	expect(new Set(entries.map((it) => it['match']))).toEqual(new Set(['matched']));
	expect(notes.join()).not.toMatch(/may be missing|is missing/);
}

/** Says that it may not be all. */
export function isPartial({ error, notes }: Said): void {
	expect(error).toBeNull();
	expect(notes.join('\n')).toMatch(/missing/);
}
