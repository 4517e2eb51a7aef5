import type { Account, Origins } from './account';
import { authorizationOf } from './accounts/authorization';
import type { Prefix } from './accounts/authorization';
import { Tokens } from './accounts/tokens';
import type { Credentials } from './accounts/tokens';
import type { ZohoAnswer, ZohoRequest } from './answers';
import { schedule, startJobs } from './exports/jobs';
import { Faults } from './faults';
import { createLog, entryId } from './log/createLog';
import { moduleOf } from './log/logEntry';
import type { LogEntry } from './log/logEntry';
import { eveningOfTheExports } from './log/story';
import { modules } from './organization/modules';
import type { Module } from './organization/modules';
import { organization } from './organization/organization';
import type { Organization } from './organization/organization';
import { staff, users as everybody } from './organization/staff';
import type { User } from './organization/staff';
import { binOf } from './recycleBin/bin';
import type { BinItem } from './recycleBin/binItem';
import { respond } from './respond';
import { routeOf } from './route';
import type { Operation } from './route';
import { defaultSwitches } from './switches';
import type { Switches } from './switches';

export type { ZohoAnswer, ZohoRequest, LogEntry, Operation, Switches };

export interface ZohoSetup {
	/** Default: the EU data center. */
	readonly origins?: Origins;
	/** Default 1. The same seed and the same now() give the same bytes. */
	readonly seed?: number;
	/** Milliseconds since 1970. Default Date.now. */
	readonly now?: () => number;
	/** Length of the log. Default 2,000; from 500 on it contains the story. */
	readonly entries?: number;
	/** How far the log goes back. Default 120. */
	readonly days?: number;
	/** How long an export takes, up to two seconds of it `scheduled`. Default 8. */
	readonly jobSeconds?: number;
	/** Entries in one CSV. Default 100,000, as documented; less makes small ZIPs. */
	readonly rowsPerFile?: number;
	/** Entries in one export. Default 1,000,000, as documented. */
	readonly rowsPerExport?: number;
	/** The oldest job is a finished export of the user who left. Default false. */
	readonly olderExport?: boolean;
	/** The latest job is an export of the whole log, started a minute ago by the token's user. Default false. */
	readonly ownExport?: boolean;
	readonly switches?: Partial<Switches>;
}

/** A request that was received, without its token. */
interface RecordedRequest {
	readonly operation: Operation;
	readonly method: string;
	readonly url: string;
	readonly status: number;
	readonly prefix: Prefix | null;
}

/** Zoho CRM's audit log as its documentation describes it: requests in, responses out, no network. */
export interface Zoho {
	/** Every response has a Date from now(). */
	answer(request: ZohoRequest): ZohoAnswer;
	readonly credentials: Credentials;
	/** In the order of the responses. */
	readonly requests: readonly RecordedRequest[];
	/** Oldest first. */
	readonly log: readonly LogEntry[];
	readonly organization: Organization;
	readonly users: readonly User[];
	readonly modules: readonly Module[];
	readonly origins: Origins;
	/** Its fields may be changed at any time. */
	readonly switches: Switches;
	readonly faults: Faults;
	/** A live access token, not counted against the allowance. */
	accessToken(scopes?: readonly string[]): string;
	/** A grant code as the console of a self client shows it. */
	grantCode(scopes?: readonly string[]): string;
	/** Adds an entry to the log, now or at its time. */
	record(entry?: Partial<LogEntry>): LogEntry;
	/** What the recycle bin holds now, newest first. */
	bin(): readonly BinItem[];
	/** Puts a record into the recycle bin without an entry in the log. */
	putIntoBin(item: BinItem): void;
	/** Takes a record out of it without an entry: restored, or deleted permanently. */
	takeOutOfBin(recordId: string): void;
	/** For a server, which learns its port when it listens. */
	setOrigins(origins: Origins): void;
}

/** https://www.zoho.com/crm/developer/docs/api/v8/multi-dc.html; the file host is WorkDrive's for the EU. */
const europe: Origins = {
	accounts: 'https://accounts.zoho.eu',
	api: 'https://www.zohoapis.eu',
	files: 'https://download.zoho.eu',
	web: 'https://crm.zoho.eu',
};

export function createZoho(setup: ZohoSetup = {}): Zoho {
	const { seed = 1, now = Date.now } = setup;
	const switches: Switches = { ...defaultSwitches, ...setup.switches };
	const account: Account = {
		origins: setup.origins ?? europe,
		switches,
		tokens: new Tokens(seed, now, switches),
		log: createLog({ seed, now: now(), entries: setup.entries ?? 2_000, days: setup.days ?? 120 }),
		jobs: [],
		bin: { added: [], removed: new Set() },
		jobSeconds: setup.jobSeconds ?? 8,
		rowsPerFile: setup.rowsPerFile ?? 100_000,
		rowsPerExport: setup.rowsPerExport ?? 1_000_000,
		now,
		user() {
			const user = everybody.find((one) => one.id === switches.tokenUser) ?? staff.marta;
			return { ...user, ...switches.userSettings };
		},
	};
	if (setup.olderExport) schedule(account, null, staff.leo, eveningOfTheExports(now()));
	if (setup.ownExport) schedule(account, null, account.user(), now() - 60_000);
	const requests: RecordedRequest[] = [];
	const faults = new Faults();

	return {
		answer(request) {
			startJobs(account);
			const route = routeOf(request);
			const { operation } = route;
			const answer = faults.answer(operation, request, () => respond(account, route, request));
			const prefix = authorizationOf(request.headers['authorization'])?.prefix ?? null;
			const { method, url } = request;
			requests.push({ operation, method, url: withoutSecrets(url), status: answer.status, prefix });
			const date = new Date(now()).toUTCString();
			return { ...answer, headers: { date, ...answer.headers } };
		},
		record(entry = {}) {
			startJobs(account);
			return record(account, entry);
		},
		bin: () => binOf(account),
		putIntoBin: (item) => void account.bin.added.push(item),
		takeOutOfBin: (recordId) => void account.bin.removed.add(recordId),
		setOrigins(origins) {
			account.origins = origins;
		},
		get origins() {
			return account.origins;
		},
		accessToken: (scopes) => account.tokens.accessToken(scopes),
		grantCode: (scopes) => account.tokens.grantCode(scopes),
		credentials: account.tokens.credentials,
		requests,
		log: account.log,
		organization,
		users: everybody,
		modules,
		switches,
		faults,
	};
}

function record(account: Account, entry: Partial<LogEntry>): LogEntry {
	const time = entry.audited_time ?? account.now();
	const { id, full_name: name } = account.user();
	const recorded: LogEntry = {
		id: entryId(account.log.length),
		action: 'updated',
		source: 'crm_ui',
		done_by: { id, name },
		record: { id: entryId(-1), name: 'Copper Lantern GmbH', module: moduleOf('Accounts') },
		related_record: null,
		account_name: null,
		field_history: [],
		...entry,
		audited_time: Math.floor(time / 1_000) * 1_000,
	};
	const later = account.log.findLastIndex((it) => it.audited_time <= recorded.audited_time);
	account.log.splice(later + 1, 0, recorded);
	return recorded;
}

/** The keys remain, so that tests see a token in the wrong place. */
function withoutSecrets(url: string): string {
	return url.replace(
		/([?&](?:access_token|refresh_token|token|code|client_secret)=)[^&]*/g,
		'$1***',
	);
}
