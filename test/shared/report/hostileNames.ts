import { randomOf } from './randomEntries';

/** What people would type to break a page, a picture or the order of a line. */
const PARTS = [
	...[
		'<script>alert(1)</script>',
		'"><img src=x onerror=alert(1)>',
		"' onmouseover='alert(1)",
		'</svg>',
	],
	...[
		'</style><style>*{display:none}',
		'<!--',
		'-->',
		']]>',
		'&lt;b&gt;',
		'&#60;b&#62;',
		'${alert(1)}',
	],
	...[
		'</title><iframe src=//evil.example>',
		'javascript:alert(1)',
		'data:text/html,<b>',
		'{{7*7}}',
		'`',
	],
	...[
		'\u202egpj.exe',
		'\u2066\u2067',
		'\u200f\u061c',
		'\u0000\u0007',
		'\ufeff',
		'\u00ad',
		'\u2028',
		'\r\n',
	],
	...[
		'Z\u0351\u036e\u0364\u0367\u0366a\u0334\u0337l',
		'\ud800',
		'👩‍👩‍👧‍👦',
		'１０',
		'محمد',
		'יעל',
		'山田',
		'a',
	],
	...[
		'<meta http-equiv=refresh content=0>',
		'<base href=//evil.example>',
		'<a href=//x>',
		'<text>',
		'<',
	],
] as const;

export function hostileNames(count: number): string[] {
	const random = randomOf(count);
	return Array.from({ length: count }, (_, index) => {
		const first = PARTS[index % PARTS.length] ?? '';
		const others = Array.from({ length: random(4) }, () => PARTS[random(PARTS.length)] ?? '');
		// A letter, so that none is empty once what is hidden has gone.
		return ['q', first, ...others].join('');
	});
}
