import type { Html } from '../../../shared/report/markup';

const SVG = 'http://www.w3.org/2000/svg';
/** A mark for a text of others, in markup of ours, which holds none itself. */
const MARK = '\ue000';
const MARKS = /\ue000(\d+)\ue000/g;
const TOKENS = /<(\/?)([a-z][\w]*)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/gi;
const ATTRIBUTES = /([\w:-]+)="([^"]*)"/g;

/**
 * Markup as nodes. Only our own markup is parsed; what others typed is put into nodes and attributes as it
 * is, so that nothing in it can become an element. The page's policy allows no other way.
 */
export function nodesOf({ pieces }: Html): DocumentFragment {
	const shown: string[] = [];
	const ours = pieces
		.map((piece) =>
			typeof piece === 'string' ? piece : `${MARK}${shown.push(piece.shown) - 1}${MARK}`,
		)
		.join('');
	const filled = (text: string): string =>
		text.replace(MARKS, (_, index: string) => shown[Number(index)] ?? '');
	const root = document.createDocumentFragment();
	const open: (DocumentFragment | Element)[] = [root];
	for (const [, isEnd, tag = '', attributes = '', isAlone, text] of ours.matchAll(TOKENS)) {
		const parent = open.at(-1) ?? root;
		if (text !== undefined) parent.append(filled(text));
		else if (isEnd === '/') open.pop();
		else {
			const element = elementIn(parent, tag);
			for (const [, name = '', value = ''] of attributes.matchAll(ATTRIBUTES)) {
				element.setAttribute(name, filled(value));
			}
			parent.append(element);
			if (isAlone !== '/') open.push(element);
		}
	}
	return root;
}

function elementIn(parent: DocumentFragment | Element, tag: string): Element {
	const isSvg = tag === 'svg' || (parent instanceof Element && parent.namespaceURI === SVG);
	return isSvg ? document.createElementNS(SVG, tag) : document.createElement(tag);
}
