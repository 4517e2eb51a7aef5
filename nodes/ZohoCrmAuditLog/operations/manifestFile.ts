import type { IBinaryData, IDataObject } from 'n8n-workflow';

import type { Reading } from '../../../shared/reading/reading';
import type { Output, OperationCall } from './operation';

const NO_FILES =
	'There is no manifest, because the endpoint gives no files. Choose Export as the source.';

/** The manifest of what is read as a file, where it was asked for. */
export async function manifestFile(
	{ context, item, hint }: OperationCall,
	reading: Reading,
): Promise<Record<string, IBinaryData>> {
	if (context.getNodeParameter('manifest', item, false) !== true) return {};
	if (!reading.manifest) {
		hint(NO_FILES);
		return {};
	}
	const text = `${JSON.stringify(await reading.manifest(), null, '\t')}\n`;
	const file = Buffer.from(text);
	return {
		manifest: await context.helpers.prepareBinaryData(file, 'manifest.json', 'application/json'),
	};
}

/** The same items, with files on the first one; they come alone when there is no item. */
export async function* carrying(
	files: Record<string, IBinaryData>,
	batches: AsyncIterable<readonly Output[]>,
	alone: IDataObject = {},
): AsyncGenerator<readonly Output[]> {
	let isCarried = Object.keys(files).length === 0;
	for await (const batch of batches) {
		const [first, ...others] = batch;
		if (isCarried || !first) {
			yield batch;
			continue;
		}
		isCarried = true;
		yield [{ ...first, binary: { ...first.binary, ...files } }, ...others];
	}
	if (!isCarried) yield [{ json: alone, binary: files }];
}
