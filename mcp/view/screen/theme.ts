import { type Fields, fieldsOf } from '../values';

/** Only these are taken over: colors and letters, of which none can load anything. */
const VARIABLE = /^--(color|font|border)-[a-z0-9-]+$/;
const VALUE = /^[^;{}<>\\]{1,200}$/;

/** The scheme and the variables of the host. */
export function applyTheme(root: HTMLElement, context: Fields): void {
	const { theme } = context;
	if (theme === 'light' || theme === 'dark') {
		root.dataset['theme'] = theme;
		root.style.colorScheme = theme;
	}
	const variables = fieldsOf(fieldsOf(context['styles'])['variables']);
	for (const [name, value] of Object.entries(variables)) {
		if (!VARIABLE.test(name) || typeof value !== 'string') continue;
		if (VALUE.test(value) && !/url\(/i.test(value)) root.style.setProperty(name, value);
	}
}
