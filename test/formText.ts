import type { ICredentialType, INodeProperties, INodeTypeDescription } from 'n8n-workflow';

type Option = NonNullable<INodeProperties['options']>[number];
type Mode = NonNullable<INodeProperties['modes']>[number];

/** Everything people see of a node's form, line by line. */
export function nodeText(description: INodeTypeDescription): string {
	const { displayName, description: purpose, subtitle, properties, hints = [] } = description;
	const { name } = description.defaults;
	const messages = hints.map(({ message }) => message);
	return lines([
		displayName,
		purpose,
		subtitle,
		name,
		...messages,
		...properties.flatMap((it) => form(it)),
	]);
}

export function credentialText({
	displayName,
	documentationUrl,
	properties,
}: ICredentialType): string {
	return lines([displayName, documentationUrl, ...properties.flatMap((it) => form(it))]);
}

function form(property: INodeProperties, indent = ''): string[] {
	const { displayName, name, type, displayOptions, required, typeOptions } = property;
	const shown = Object.entries(displayOptions?.show ?? {}).map(
		([field, values]) => `${field}: ${(values ?? []).join(' or ')}`,
	);
	const facts = [name, type, `default ${JSON.stringify(property.default)}`];
	if (required) facts.push('required');
	const head = `${indent}${displayName} [${facts.join(', ')}]`;
	return [
		shown.length > 0 ? `${head} when ${shown.join('; ')}` : head,
		...texts(property, `${indent}    `),
		...texts({ placeholder: typeOptions?.multipleValueButtonText }, `${indent}    `),
		...(property.options ?? []).flatMap((option) => choice(option, `${indent}  `)),
		...(property.modes ?? []).flatMap((mode) => modeText(mode, `${indent}  `)),
	];
}

interface Texts {
	readonly description?: string | undefined;
	readonly hint?: Mode['hint'] | undefined;
	readonly placeholder?: string | undefined;
}

function texts({ description, hint, placeholder }: Texts, indent: string): string[] {
	const words = [description, typeof hint === 'string' ? hint : undefined, placeholder];
	return words.filter(Boolean).map((text) => `${indent}${text}`);
}

function choice(option: Option, indent: string): string[] {
	if ('type' in option) return form(option, indent);
	if ('values' in option) {
		return [`${indent}${option.displayName}`, ...option.values.flatMap((it) => form(it, indent))];
	}
	const { name, value, description, action } = option;
	const details = [action && `action: ${action}`, description].filter(Boolean);
	return [`${indent}- ${name} [${String(value)}] ${details.join('; ')}`.trimEnd()];
}

function modeText(mode: Mode, indent: string): string[] {
	return [`${indent}mode ${mode.displayName} [${mode.name}]`, ...texts(mode, `${indent}    `)];
}

const lines = (all: readonly (string | undefined)[]): string => all.filter(Boolean).join('\n');
