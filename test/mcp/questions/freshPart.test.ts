import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HOUR, MINUTE } from '../../../shared/durations';
import { moduleOf } from '../../zoho/log/logEntry';
import { type Session, session, type ToolAnswer } from '../session';

let folder = '';
let it: Session;

beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'archive-'))));
afterEach(async () => {
	await it.close();
	rmSync(folder, { recursive: true, force: true });
});

const QUESTION = { from: '2026-11-10', to: 'now', limit: 200, order: 'newest' } as const;
const scopeOf = ({ result }: ToolAnswer) => result['scope'] as Record<string, unknown>;

test.each([
	['in memory', () => ({})],
	['in a folder', () => ({ ZOHO_AUDIT_ARCHIVE: folder })],
])(
	'exports %s: a new export of an earlier period is no fresh answer up to now',
	async (_, variables) => {
		it = await session({ switches: { settingsAuditLog: 404 } }, variables());
		const record = { id: '4876876000000999999', name: 'Late deal', module: moduleOf('Deals') };
		it.zoho.record({ record, audited_time: it.clock.now - HOUR });
		await it.call('get_audit_log', { from: '2026-11-10', to: '2026-11-20', limit: 200 });
		it.clock.now += MINUTE;
		const answer = await it.call('get_audit_log', QUESTION);
		expect(scopeOf(answer)).toMatchObject({ complete: false });
		expect(String(scopeOf(answer)['up_to'])).toMatch(/^2026-11-2[01]T/);
		expect(answer.text).toContain('A refresh is under way');
		const waited = await it.call('get_audit_log', { ...QUESTION, wait_seconds: 20 });
		expect(scopeOf(waited)).toMatchObject({ complete: true });
		expect(waited.text).toContain('Late deal');
	},
);
