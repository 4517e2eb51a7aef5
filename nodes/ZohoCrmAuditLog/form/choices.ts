import { InputError } from '../../../shared/errors';

/**
 * What is said of a value that a list of the form does not have, as an expression or an import can bring it.
 * @param label the field's, as the form shows it.
 */
export function notAChoice(
	value: unknown,
	label: string,
	parameter: string,
	choices: readonly string[],
): InputError {
	return new InputError(
		`"${String(value).slice(0, 40)}" is not one of the choices of ${label}. Use one of ${choices.join(', ')}.`,
		{ parameter },
	);
}
