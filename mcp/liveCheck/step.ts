import type { DownloadedExport } from '../../shared/exports/downloadedExport';
import type { ExportJob } from '../../shared/exports/exportJob';
import type { JsonObject } from '../../shared/http/json';
import { CrmModules } from '../../shared/org/modules';
import { type CrmUser, CrmUsers } from '../../shared/org/users';
import type { Period } from '../../shared/period';
import type { Assumption, Line } from './assumption';
import type { Answer, Connection } from './connection';

/** What a run has learned so far. It stays here: lines are made of shapes. */
export class Live {
	zgid: string | null = null;
	timeZone: string | null = null;
	user: CrmUser | null = null;
	users = new CrmUsers([]);
	modules = new CrmModules([]);
	/** Null where Zoho does not list them. */
	scopes: readonly string[] | null = null;
	jobs: readonly ExportJob[] = [];
	/** The one that was created here for its rows, and for which period. */
	ownExport: { readonly job: ExportJob; readonly period: Period } | null = null;
	file: DownloadedFile | null = null;

	constructor(readonly connection: Connection) {}
}

/** An export whose file was downloaded. */
export interface DownloadedFile {
	readonly job: ExportJob;
	readonly download: DownloadedExport;
	/** The window it was created for; undefined where that is not known. */
	readonly period: Period | undefined;
}

/** A part of a run, and all that it can say something of. */
export interface Step {
	readonly assumptions: Readonly<Record<string, Assumption>>;
	readonly run: (live: Live) => AsyncGenerator<Line>;
}

/** The list under a key of an answer, as objects. */
export function itemsIn({ json }: Pick<Answer, 'json'>, key: string): readonly unknown[] | null {
	const list = (json as JsonObject | undefined)?.[key];
	return Array.isArray(list) ? (list as readonly unknown[]) : null;
}
