import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { ZohoCrmAuditLogOAuth2Api } from '../credentials/ZohoCrmAuditLogOAuth2Api.credentials';
import { ZohoCrmAuditLog } from '../nodes/ZohoCrmAuditLog/ZohoCrmAuditLog.node';
import { ZohoCrmAuditLogTrigger } from '../nodes/ZohoCrmAuditLog/ZohoCrmAuditLogTrigger.node';

/** What people see, line by line, so that a change of a visible word is a change under review. */
function formLines(properties: readonly INodeProperties[], indent = ''): string[] {
	return properties.flatMap((property) => {
		const { displayName, name, type, description, hint, placeholder, displayOptions } = property;
		const shown = Object.entries(displayOptions?.show ?? {}).map(
			([field, values]) => `${field}: ${(values ?? []).join(' or ')}`,
		);
		const head = `${indent}${displayName} [${name}, ${type}, default ${JSON.stringify(property.default)}]`;
		const texts = [description, hint, placeholder]
			.filter(Boolean)
			.map((text) => `${indent}    ${text}`);
		return [
			shown.length > 0 ? `${head} when ${shown.join('; ')}` : head,
			...texts,
			...(property.options ?? []).flatMap((option) => optionLines(option, `${indent}  `)),
			...(property.modes ?? []).map(
				(mode) => `${indent}  mode ${mode.displayName} [${mode.name}] ${mode.placeholder ?? ''}`,
			),
		];
	});
}

function optionLines(
	option: NonNullable<INodeProperties['options']>[number],
	indent: string,
): string[] {
	if ('type' in option) return formLines([option], indent);
	const { name, value, description, action } = option as INodePropertyOptions;
	const texts = [action && `action: ${action}`, description].filter(Boolean);
	return [`${indent}- ${name} [${String(value)}] ${texts.join('; ')}`.trimEnd()];
}

test('the form of the node', () => {
	const { properties, displayName, description, subtitle } = new ZohoCrmAuditLog().description;
	expect(
		[displayName, description, subtitle, ...formLines(properties)].join('\n'),
	).toMatchSnapshot();
});

test('the form of the trigger', () => {
	const { properties, displayName, description } = new ZohoCrmAuditLogTrigger().description;
	expect([displayName, description, ...formLines(properties)].join('\n')).toMatchSnapshot();
});

test('the form of the credential', () => {
	const { properties, displayName } = new ZohoCrmAuditLogOAuth2Api();
	expect([displayName, ...formLines(properties)].join('\n')).toMatchSnapshot();
});
