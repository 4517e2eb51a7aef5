import { moduleOf } from '../../zoho/log/logEntry';
import { type Session, session } from '../session';

// cspell:ignore Célia Söhne soehne

let server: Session | undefined;
afterEach(async () => {
	await server?.close();
	server = undefined;
});

test.each([
	['record', 'celia soehne'],
	['record', 'SOHNE Célia'],
	['text', 'soehne celia'],
])('in the database a record is found by %s %j', async (filter, typed) => {
	const it = (server = await session({ entries: 20, jobSeconds: 0 }));
	it.zoho.record({ record: { id: '1', name: 'Célia Söhne', module: moduleOf('Contacts') } });
	it.clock.now += 60_000;
	const question = { from: '1d', [filter]: typed };
	const { result } = await it.call('summarize_audit_log', question);
	expect(result['total_matched']).toBe(1);
	const other = await it.call('summarize_audit_log', { ...question, [filter]: 'celia sohn x' });
	expect(other.result['total_matched']).toBe(0);
});
