import type { AuditLogFilter } from '../../../shared/entries/filter';
import { unknownNames, unknownNamesError } from '../../../shared/entries/filterNames';
import { InputError } from '../../../shared/errors';
import type { OperationCall } from './operation';
import { continueIfNotFound } from '../form/options';

/**
 * A filter that names nothing would find nothing, and look like an answer.
 * @throws InputError with the nearest names, unless the form lets it pass; then it is a hint.
 */
export async function checkNames(
	{ client, signal, hint }: OperationCall,
	filter: AuditLogFilter,
	mayContinue: boolean,
): Promise<void> {
	const unknown = unknownNamesError(await unknownNames(client.names, filter, true, { signal }));
	if (!unknown) return;
	if (mayContinue) {
		hint(unknown.message);
		return;
	}
	throw new InputError(
		`${unknown.message} To go on all the same, add the option ${continueIfNotFound.displayName}.`,
		unknown.facts,
	);
}
