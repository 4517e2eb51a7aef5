import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { IRun } from 'n8n-workflow';
import { DAY } from '../../../shared/durations';
import { LEAVER, MASS } from '../../n8n/exampleFacts';
import { organization } from '../../zoho/organization/organization';
import { staff } from '../../zoho/organization/staff';
import { assertEqual, assertIncludes, assertSameList } from '../host/assertions';
import { itemsIn } from '../n8n/commandLine';
import { type Account, entriesSince, newestFile, sha256 } from '../n8n/zohoAccount';
import type { Chat } from './chat';
import { importedByServer } from './imported';
import type { MailServer } from './mailServer';
import type { Model } from './model';
import { verifySiem, type Siem } from './siem';
import { verifyAlert } from './verifyAlert';
import { verifyCommand } from './verifyCommand';

/** The services that the example workflows use. */
export interface World {
	readonly account: Account;
	readonly chat: Chat;
	readonly model: Model;
	readonly siem: Siem;
	readonly mail: MailServer;
	/** Where n8n may write files. */
	readonly folder: string;
}

type Run = Pick<IRun, 'data'>;

interface Expectation {
	/** What a user fills in, by field name of the node Settings. */
	settings?(world: World): Readonly<Record<string, string>>;
	/** @throws Error when the effect outside of n8n is not the expected one. */
	verify?(run: Run, world: World): string | Promise<string>;
}

const toChat = ({ chat }: World) => ({ webhookUrl: chat.url });

const toMail = { sender: 'crm@example.com', recipient: 'audit@example.com' };

const toEveryone = ({ chat }: World) => ({ ...toMail, slackUrl: chat.url, teamsUrl: chat.url });

const EXPECTATIONS: Readonly<Record<string, Expectation>> = {
	'alerts.json': {
		settings: toEveryone,
		verify: (_, world) => verifyAlert(world, staff.marta.full_name, 'exported'),
	},
	'massDeleteAlert.json': {
		settings: toChat,
		verify(_, { chat }) {
			const [message, ...others] = chat.takeMessages();
			if (others.length > 0) throw new Error(`${others.length + 1} messages instead of one`);
			return assertIncludes(
				message,
				`${staff.tomas.full_name} deleted ${MASS} records of Accounts`,
			);
		},
	},
	'exceptUsersAlert.json': {
		settings: toChat,
		verify(run, { chat }) {
			const messages = chat.takeMessages();
			assertEqual(messages.length, itemsIn(run, 'Get deletions and exports').length, 'messages');
			const all = assertIncludes(messages.join('\n'), `${staff.marta.full_name}: exported`);
			if (/\bAPI\b|null|undefined|object Object/.test(all)) throw new Error(all);
			return messages[0] ?? '';
		},
	},
	'weeklyTable.json': {
		settings: () => toMail,
		verify(run, { mail }) {
			const items = itemsIn(run, 'Get the last 7 days').length;
			const table = String(itemsIn(run, 'As a table')[0]?.json['table']);
			assertEqual(table.split('<tr').length - 2, items, 'rows');
			if (/>(null|undefined|\[object Object\])</.test(table)) throw new Error(table.slice(0, 900));
			const [message, ...others] = mail.takeMessages();
			assertEqual(others.length, 0, 'more messages');
			assertIncludes(message, 'To: audit@example.com', 'text/html');
			return `${items} rows`;
		},
	},
	'weeklyDigest.json': {
		settings: (world) => ({ ...toChat(world), ...toMail }),
		verify(run, { chat, mail }) {
			const total = itemsIn(run, 'Get last week').length;
			const [file] = itemsIn(run, 'Report of last week')[0]?.json['files'] as { entries: number }[];
			assertEqual(file?.entries, total, 'entries in the report');
			const [letter, ...others] = mail.takeMessages();
			assertEqual(others.length, 0, 'more messages');
			assertIncludes(letter, 'To: audit@example.com', '.html', `report of ${total} entries`);
			const [message] = chat.takeMessages();
			return assertIncludes(message, `: ${total} changes\n`, ' × updated in ').split('\n')[0] ?? '';
		},
	},
	'nightlyArchive.json': {
		settings: ({ folder }) => ({ folder }),
		async verify(run, { account, folder }) {
			const expected = sha256(await newestFile(account));
			const names = readdirSync(folder).sort();
			const hashes = names.map((name) => sha256(readFileSync(path.join(folder, name))));
			const items = itemsIn(run, 'SHA-256 of the file');
			const reported = items.map(({ json }) => String(json['sha256']));
			assertSameList(reported.sort(), [...hashes].sort());
			const name = names[hashes.indexOf(expected)];
			if (name === undefined) throw new Error(`Zoho's file is not among ${names.join(', ')}`);
			const verified = await verifyCommand(folder, name);
			const imported = await importedByServer(folder);
			return `${name}, SHA-256 ${expected.slice(0, 8)} …; ${verified} ${imported}`;
		},
	},
	'siem.json': {
		settings: ({ siem }) => ({
			bulkUrl: siem.bulkUrl,
			organizationId: organization.zgid,
			batchSize: '20',
		}),
		verify: (run, { account, siem }) => verifySiem(run, account.zoho, siem),
	},
	'leaver.json': {
		verify(run, { account: { zoho } }) {
			const [file] = itemsIn(run, 'Download Export')[0]?.json['files'] as { entries: number }[];
			const since = Date.now() - 30 * DAY;
			const truth = entriesSince(zoho, since, ({ done_by }) => done_by?.id === LEAVER.id);
			assertEqual(file?.entries, truth.length, 'entries in the file');
			return `${truth.length} entries of ${LEAVER.full_name}`;
		},
	},
	'incident.json': {
		verify(run, { account: { zoho } }) {
			const [from, to] = [30, 0].map((days) => Math.floor(Date.now() / DAY - days) * DAY);
			const truth = zoho.log.filter(
				({ done_by, audited_time }) =>
					done_by?.id === LEAVER.id && audited_time >= (from ?? 0) && audited_time < (to ?? 0),
			);
			for (const node of ['Report', 'Entries']) {
				const [file] = itemsIn(run, node)[0]?.json['files'] as { entries: number }[];
				assertEqual(file?.entries, truth.length, `entries of ${node}`);
			}
			const deletions = truth.filter(({ action }) => action === 'deleted').length;
			const listed = itemsIn(run, 'Deleted records').map(({ json }) => json);
			const isOfUser = ({ deleted_by }: (typeof listed)[number]) => deleted_by === LEAVER.full_name;
			assertEqual(listed.filter(isOfUser).length >= deletions, true, `${deletions} deletions`);
			const [zip] = Object.values(itemsIn(run, 'One file')[0]?.binary ?? {});
			return `${assertIncludes(zip?.fileName, '.zip')}, ${JSON.stringify(listed[0])}`;
		},
	},
	'askTheLog.json': {
		verify(run, { model }) {
			const output = String(itemsIn(run, 'Agent')[0]?.json['output']);
			const { tools, results } = model.received();
			const all = results.join('\n');
			assertIncludes(tools.join(' '), 'Get_audit_log', 'Get_record_history');
			assertIncludes(all, '"time"', staff.tomas.full_name, '"deleted"', '"columns"', '"notes"');
			const answer = assertIncludes(output, 'The log says:').slice(0, 60);
			return `${answer} …, ${all.length} characters for the model`;
		},
	},
};

export const settingsFor = (file: string, world: World) => EXPECTATIONS[file]?.settings?.(world);

export async function verifyExample(file: string, run: Run, world: World): Promise<string> {
	return (await EXPECTATIONS[file]?.verify?.(run, world)) ?? '';
}
