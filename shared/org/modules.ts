import { folded } from '../folded';
import type { CallOptions, CrmApi } from '../http/crmApi';
import { asArray, asObject, asText } from '../http/json';

export interface CrmModule {
	readonly id: string | null;
	readonly apiName: string;
	/** The name in record pages' addresses: `Potentials` for Deals. */
	readonly moduleName: string | null;
	readonly singularLabel: string | null;
	readonly pluralLabel: string | null;
}

/**
 * The log also names what is set up, which is not a module. Zoho does not list these words: the ones here are
 * not taken for mistakes.
 */
const SET_UP =
	/^(user|role|profile|group|territory|territories|workflow|workflow rule|assignment rule|approval process|blueprint|layout|field|custom view|view|template|email template|report|dashboard|webhook|function|web form|macro|tag|currency|currencies|organization|company|companies|setting|data sharing|security|setup)s?$/;

/** https://www.zoho.com/crm/developer/docs/api/v8/modules-api.html */
export class CrmModules {
	private readonly byName = new Map<string, CrmModule>();

	constructor(readonly all: readonly CrmModule[]) {
		// API names and ids last: where a label of one module is the API name of another, that counts.
		for (const names of [labelsOf, ownNamesOf]) {
			for (const module of all) {
				for (const name of names(module)) this.byName.set(folded(name), module);
			}
		}
	}

	static async read(api: CrmApi, options: CallOptions): Promise<CrmModules> {
		const answer = asObject(await api.modules(options));
		return new CrmModules(
			asArray(answer?.['modules']).flatMap((value) => {
				const item = asObject(value);
				const apiName = asText(item?.['api_name']);
				if (!item || !apiName) return [];
				const module: CrmModule = {
					id: asText(item['id']),
					apiName,
					moduleName: asText(item['module_name']),
					singularLabel: asText(item['singular_label']),
					pluralLabel: asText(item['plural_label']),
				};
				return [module];
			}),
		);
	}

	/** Whether a name is a module's, or that of something that is set up. */
	isNamed(name: string): boolean {
		return this.find(name) !== undefined || SET_UP.test(folded(name).replace(/[\s_-]+/g, ' '));
	}

	/** The module with this API name, id or label, whatever its case; never one that is merely similar. */
	find(name: string): CrmModule | undefined {
		return this.byName.get(folded(name));
	}
}

function labelsOf(module: CrmModule): readonly string[] {
	return [module.moduleName, module.singularLabel, module.pluralLabel].filter(
		(name) => name !== null,
	);
}

function ownNamesOf(module: CrmModule): readonly string[] {
	return [module.apiName, module.id].filter((name) => name !== null);
}
