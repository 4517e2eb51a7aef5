import type { ExportDialect } from '../dialect/exportDialect';
import type { AuditLogFilter } from '../entries/filter';
import { CredentialError } from '../errors';
import { type CallOptions, SCOPES } from '../http/crmApi';
import type { Session } from '../session';

/** Of a user, by which no row names one: an id, or an e-mail address. */
const IS_NO_NAME = /^\d{5,}$|@/;

/**
 * Files name users and modules as people see them. What a filter means by an id or an API name is known
 * from Zoho's lists; without them it would silently match nothing.
 * @throws CredentialError
 */
export async function requireNames(
	session: Session,
	filter: AuditLogFilter,
	{ found, hints }: ExportDialect,
	options: CallOptions,
): Promise<void> {
	if (hints.isEmpty) return;
	const users = [...(filter.users ?? []), ...(filter.excludeUsers ?? [])];
	const modules = [...(filter.modules ?? []), ...(filter.excludeModules ?? [])];
	const { names } = session;
	if (modules.length > 0) {
		await names.modules(options);
		if (names.lacks('modules')) throw lacking('modules', SCOPES.modules);
	}
	const byId = found.at.done_by_id === undefined && users.some((word) => IS_NO_NAME.test(word));
	if (byId) {
		await names.users(options);
		if (names.lacks('users')) throw lacking('users', SCOPES.users);
	}
}

function lacking(list: string, scope: string): CredentialError {
	return new CredentialError(
		`The filter names ${list}, and this connection may no longer list those of Zoho (scope ${scope}), so which entries match cannot be known. Nothing is skipped: the trigger goes on once it may, or once the filter names none.`,
		{ missingScope: scope },
	);
}
