import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { IRun } from 'n8n-workflow';
import { LEAVER, MASS } from '../../n8n/examples';
import { ROOT } from '../../packed';
import { organization } from '../../zoho/organization/organization';
import { staff } from '../../zoho/organization/staff';
import type { Chat } from './chat';
import { itemsIn } from '../n8n/commandLine';
import type { Model } from './model';
import { outcome } from '../host/processes';
import { provesSiem, type Siem } from './siem';
import { newestFile, sha256, type Account } from '../n8n/zohoAccount';

/** What the workflows meet beside n8n and Zoho. */
export interface World {
	readonly account: Account;
	readonly chat: Chat;
	readonly model: Model;
	readonly siem: Siem;
	/** Where n8n may write files. */
	readonly folder: string;
}

type Run = Pick<IRun, 'data'>;

interface Proof {
	/** What a person fills in, by the name of the field in the node Settings. */
	settings?(world: World): Readonly<Record<string, string>>;
	/** What came of it outside of n8n. @throws Error when it is not right. */
	proves?(run: Run, world: World): string | Promise<string>;
}

const toChat = ({ chat }: World) => ({ webhookUrl: chat.url });

const PROOFS: Readonly<Record<string, Proof>> = {
	'massDeleteAlert.json': {
		settings: toChat,
		proves(_, { chat }) {
			const [message, ...others] = chat.taken();
			if (others.length > 0) throw new Error(`${others.length + 1} messages instead of one`);
			return holding(message, `${staff.tomas.full_name} deleted ${MASS} records of Accounts`);
		},
	},
	'weeklyDigest.json': {
		settings: toChat,
		proves(run, { chat }) {
			const total = itemsIn(run, 'Get last week').length;
			const [message] = chat.taken();
			return holding(message, `: ${total} changes\n`, ' × updated in ').split('\n')[0] ?? '';
		},
	},
	'nightlyArchive.json': {
		settings: ({ folder }) => ({ folder }),
		async proves(run, { account, folder }) {
			const expected = sha256(await newestFile(account));
			const names = readdirSync(folder).sort();
			const hashes = names.map((name) => sha256(readFileSync(path.join(folder, name))));
			const told = itemsIn(run, 'SHA-256 of the file').map(({ json }) => String(json['sha256']));
			same(told.sort().join(), [...hashes].sort().join(), 'the hashes told');
			const name = names[hashes.indexOf(expected)];
			if (name === undefined) throw new Error(`Zoho's file is not among ${names.join(', ')}`);
			return `${name}, SHA-256 ${expected.slice(0, 8)} …; ${await verified(folder, name)}`;
		},
	},
	'siem.json': {
		settings: ({ siem }) => ({
			bulkUrl: siem.bulkUrl,
			organizationId: organization.zgid,
			batchSize: '20',
		}),
		proves: (run, { account, siem }) => provesSiem(run, account.zoho, siem),
	},
	'leaver.json': {
		proves(run, { account: { zoho } }) {
			const [file] = itemsIn(run, 'Download Export')[0]?.json['files'] as { entries: number }[];
			const since = Date.now() - 30 * 24 * 3_600_000;
			const isTheirs = ({ id }: { id: string }): boolean => id === LEAVER.id;
			const truth = zoho.log.filter(
				(entry) => entry.audited_time >= since && entry.done_by && isTheirs(entry.done_by),
			);
			same(file?.entries, truth.length, 'the entries in the file');
			return `${truth.length} entries of ${LEAVER.full_name}`;
		},
	},
	'askTheLog.json': {
		proves(run, { model }) {
			const output = String(itemsIn(run, 'Agent')[0]?.json['output']);
			const { tools, results } = model.seen();
			holding(tools.join(' '), 'Get_audit_log', 'Get_record_history');
			holding(results.join('\n'), 'audited_time', staff.tomas.full_name, '"deleted"', '"notes"');
			return `${holding(output, 'The log says:').slice(0, 60)} …, ${results.join().length} characters for the model`;
		},
	},
};

export const fillings = (file: string, world: World) => PROOFS[file]?.settings?.(world);

export async function proofOf(file: string, run: Run, world: World): Promise<string> {
	return (await PROOFS[file]?.proves?.(run, world)) ?? '';
}

/** What the server's command says of an archived file, as it is and with a byte changed. */
async function verified(folder: string, name: string): Promise<string> {
	const manifest = path.join(folder, `${name.slice(0, 10)}-manifest.json`);
	const verify = async (file: string) =>
		await outcome({
			file: process.execPath,
			args: [path.join(ROOT, 'dist/mcp/cli.js'), 'verify', manifest, file],
		});
	const whole = await verify(path.join(folder, name));
	if (whole.code !== 0) throw new Error(whole.output);
	const bytes = readFileSync(path.join(folder, name));
	bytes.writeUInt8(bytes.readUInt8(bytes.length - 5) ^ 1, bytes.length - 5);
	const damaged = path.join(folder, `damaged-${name}`);
	writeFileSync(damaged, bytes);
	const other = await verify(damaged);
	rmSync(damaged);
	if (other.code !== 1) throw new Error(`a changed byte was not seen: ${other.output}`);
	return whole.stdout.trim();
}

/** @throws Error when a word is not there. */
function holding(text: string | undefined, ...words: readonly string[]): string {
	const missing = words.find((word) => !text?.includes(word));
	if (missing !== undefined) throw new Error(`"${missing}" is not in: ${text}`);
	return text ?? '';
}

function same(actual: unknown, expected: unknown, what: string): void {
	if (actual !== expected) throw new Error(`${what}: ${String(actual)} instead of ${expected}`);
}
