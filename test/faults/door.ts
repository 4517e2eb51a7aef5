/** A door's answer, in one form for both. */
export interface Said {
	/** The door's error message; null without one. */
	readonly error: string | null;
	/** Sentences that come with the answer. */
	readonly notes: readonly string[];
	/** The number of all matches, though fewer may be shown; null while the answer is being prepared. */
	readonly total: number | null;
	/** As shown: all of them in n8n, the newest in the server. */
	readonly entries: readonly Record<string, unknown>[];
	/** The whole answer as text, to check what must not be in it. */
	readonly text: string;
	readonly manifest: Record<string, unknown> | null;
}

/** How a door asks. */
export interface Asking {
	readonly source: string;
	/** The longest wait for an export, in seconds of the hastened time. */
	readonly waitSeconds: number;
	/** Whether the server is asked again until it answers: how often that takes depends on the machine. */
	readonly isPatient?: boolean;
}

/** The same questions asked of the node in n8n's engine and of the server over stdio. */
export interface Door {
	readonly name: 'node' | 'server';
	/** From exports, unless the house was opened with another source. */
	getAuditLog(question?: { readonly from?: string; readonly to?: string }): Promise<Said>;
	/** The recycle bin of the last 60 days, matched with the log. */
	listDeletedRecords(): Promise<Said>;
	/** The id of the export that was created, or the refusal. */
	createExport(limits?: { readonly from?: string; readonly to?: string }): Promise<Said>;
	listExports(): Promise<Said>;
	getExport(id: string): Promise<Said>;
	downloadExport(id: string): Promise<Said>;
	/** A download that its caller cancels. */
	downloadCancelled(id: string, signal: AbortSignal): Promise<Said>;
	/** Several calls, in one run or concurrently by one client. */
	getExports(ids: readonly string[]): Promise<Said[]>;
	/** Hosts and ports that were connected to since the door was opened. */
	connections(): readonly string[];
	close(): Promise<void>;
}

export const asText = (value: unknown): string => JSON.stringify(value) ?? '';
