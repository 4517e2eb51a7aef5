import { homedir } from 'node:os';
import { join } from 'node:path';

/** Data, contenders' libraries and compiled code: outside the tree, made by the first run. */
export function cacheFolder(): string {
	return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'zoho-audit-log-bench');
}
