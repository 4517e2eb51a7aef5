import type { DataCenter } from './dataCenters';
import type { ColumnHints } from './dialect/csvColumns';
import type { ExportDialect } from './dialect/exportDialect';
import type { DialectFound } from './dialect/keptDialect';
import type { ZoneOwner } from './dialect/auditedTime';
import { SECOND } from './durations';
import type { DownloadStore } from './exports/downloadedExport';
import { EXPORT_CAP, type ExportCap } from './exports/exportCap';
import type { Gunzip } from './files/gunzip';
import { type ApiVersion, CrmApi } from './http/crmApi';
import { GrantedScopes } from './http/grantedScopes';
import { guarded } from './http/guarded';
import { resuming } from './http/resuming';
import { retrying, timely } from './http/retrying';
import type { Sleep, Transport } from './http/transport';
import { ZohoClock } from './http/zohoClock';
import { OrganizationNames } from './org/organizationNames';
import type { Tick, Ticks } from './ticks';

/** What a host provides. */
export interface SessionSettings {
	readonly transport: Transport;
	readonly dataCenter: DataCenter;
	/** One of the data center's API origins; the production environment by default. */
	readonly apiOrigin?: string | undefined;
	/** The scopes in Zoho's token answer, as it lists them; without a list nothing is assumed. */
	readonly grantedScopes?: unknown;
	/** `v8` by default. */
	readonly apiVersion?: ApiVersion | undefined;
	readonly sleep: Sleep;
	/** Milliseconds; this machine's clock by default. A host that provides one provides `ticks` as well. */
	readonly now?: (() => number) | undefined;
	/** Milliseconds of a monotonic clock, for durations; `performance.now` by default. */
	readonly ticks?: (() => number) | undefined;
	/** 0 to 1; spreads repeated requests. */
	readonly random?: (() => number) | undefined;
	/** Unpacks compressed files; the web platform's decompression by default. */
	readonly gunzip?: Gunzip | undefined;
	/** Where Zoho ends an export; as documented by default. */
	readonly exportCap?: ExportCap | undefined;
	/** Keeps downloaded exports; by default each question downloads its own. */
	readonly store?: DownloadStore | undefined;
	/** Whether questions without an end all reach up to the instant at which the first was asked; no by default. */
	readonly hasFixedNow?: boolean | undefined;
	/** Whether entries carry their rows as received, unless a caller says otherwise; yes by default. */
	readonly withRaw?: boolean | undefined;
	/** Format and zone of times in exported files, where they are not the exporting user's. */
	readonly declaredTimes?: DeclaredTimes | undefined;
	/** Titles of columns in exported files, by people who know them. */
	readonly declaredColumns?: ColumnHints['map'] | undefined;
}

interface DeclaredTimes {
	/** `dd.MM.yyyy HH:mm` */
	readonly dateFormat?: string;
	/** IANA name. */
	readonly timeZone?: string;
}

/** One connection to one organization's Zoho CRM: what every function of this folder is handed. */
export interface Session {
	readonly api: CrmApi;
	/** Users, modules and organization, each read when it is first needed. */
	readonly names: OrganizationNames;
	readonly dataCenter: DataCenter;
	readonly scopes: GrantedScopes;
	/** Zoho's time after the last answer, in milliseconds; this machine's before the first. */
	readonly now: () => number;
	/** Up to when a question without an end reaches, in Zoho's time: now, or when the first one was asked. */
	readonly openEnd: () => number;
	/** This machine's time of day, in milliseconds. It may be set at any moment: never for a duration. */
	readonly machineTime: () => number;
	/** What durations are measured with. */
	readonly ticks: Ticks;
	/** Requests so far, the hops of redirects and repetitions among them. */
	readonly sent: { readonly requests: number };
	readonly sleep: Sleep;
	readonly gunzip: Gunzip | undefined;
	readonly cap: ExportCap;
	/** Whether exports reached the cap, by id: the files of an export never change. */
	readonly atCap: Map<string, boolean>;
	/** Which column of files is which, by people who know. */
	readonly declaredColumns: ColumnHints['map'];
	/** How the files of exports are written, by id. */
	readonly dialects: Map<string, ExportDialect>;
	/** The same where some of it is assumed, and in which circumstances. */
	readonly assumedDialects: Map<string, DialectFound>;
	/** Whose zone the times of exports can be in, by what was proved so far; empty for anyone's. */
	readonly provedZoneOwners: Set<ZoneOwner>;
	readonly store: DownloadStore | undefined;
	readonly withRaw: boolean;
	readonly declaredTimes: DeclaredTimes;
}

export function openSession(settings: SessionSettings): Session {
	const { transport, dataCenter, sleep, random = Math.random } = settings;
	const { now: machineTime = Date.now, ticks: elapsed = () => performance.now() } = settings;
	const ticks: Ticks = () => elapsed() as Tick;
	const clock = new ZohoClock(machineTime, ticks);
	const now = (): number => clock.now();
	let first: number | undefined;
	// A full second, because Zoho says no more of when an export was started.
	const openEnd = (): number => (first ??= Math.floor(now() / SECOND) * SECOND);
	// Innermost first: each hop of a redirect, each part of a file and each repetition is checked.
	const sent = { requests: 0 };
	const checked = clock.listening(guarded(timely(transport, sent), dataCenter));
	const send = retrying(resuming(checked), { sleep, random, now });
	const origin = settings.apiOrigin ?? dataCenter.api[0];
	const api = new CrmApi(send, origin, settings.apiVersion ?? 'v8', now);
	return {
		api,
		names: new OrganizationNames(api),
		dataCenter,
		scopes: new GrantedScopes(settings.grantedScopes),
		now,
		openEnd: settings.hasFixedNow ? openEnd : now,
		machineTime,
		ticks,
		sent,
		sleep,
		gunzip: settings.gunzip,
		cap: settings.exportCap ?? EXPORT_CAP,
		atCap: new Map(),
		declaredColumns: settings.declaredColumns ?? {},
		dialects: new Map(),
		assumedDialects: new Map(),
		provedZoneOwners: new Set(),
		store: settings.store,
		withRaw: settings.withRaw ?? true,
		declaredTimes: settings.declaredTimes ?? {},
	};
}
