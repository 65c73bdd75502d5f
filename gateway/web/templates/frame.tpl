{{%AUTOESCAPE context="HTML"}}
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{{TITLE}}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{{DESCRIPTION}}">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="{{STYLE_URL}}">
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<script src="{{SCRIPT_URL}}" defer></script>
{{#MATH}}
<link rel="stylesheet" href="{{KATEX_STYLE_URL}}">
<script src="{{KATEX_SCRIPT_URL}}" defer blocking="render"></script>
<script src="{{MATH_SCRIPT_URL}}" defer blocking="render"></script>
{{/MATH}}
{{#OWN_SCRIPT}}<script src="{{OWN_SCRIPT_URL}}" defer></script>{{/OWN_SCRIPT}}
{{#FEEDS}}
<link rel="alternate" type="application/atom+xml" title="Atom" href="{{ATOM_URL}}">
<link rel="alternate" type="application/rss+xml" title="RSS" href="{{RSS_URL}}">
<link rel="alternate" type="application/feed+json" title="JSON Feed" href="{{JSON_URL}}">
{{/FEEDS}}
</head>
<body class="{{BODY_CLASS}}">
<a class="skip" href="#main">Skip to the papers</a>
<header class="masthead">
<div class="ears">
<p class="ear"><time datetime="{{TODAY}}">{{TODAY_LONG}}</time></p>
<div class="ear ear-right">
{{#SIGNED_IN}}
<a class="who" href="/settings">{{READER}}</a>
<form method="post" action="/sign-out"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="plain">Sign out</button></form>
{{/SIGNED_IN}}
{{#SIGNED_OUT}}<a href="{{SIGN_IN_URL}}">Sign in</a>{{/SIGNED_OUT}}
</div>
</div>
<p class="nameplate"><a href="/">Broadsheet</a></p>
<p class="motto">The daily newspaper of science</p>
<div class="sections">
<nav aria-label="Sections">
<ul>
{{#SECTION}}<li><a href="{{SECTION_URL}}" aria-current="{{SECTION_CURRENT}}">{{SECTION_NAME}}</a></li>
{{/SECTION}}
</ul>
</nav>
<form class="search" role="search" action="/papers" method="get">
<label class="hidden" for="q">Search papers</label>
<input id="q" name="q" type="search" value="{{QUERY}}" maxlength="250" placeholder="Search papers" autocomplete="off" enterkeyhint="search">
<button>Search</button>
</form>
</div>
</header>
{{#NOTICE}}<p class="notice" role="status"><strong>Reduced service.</strong> {{NOTICE_TEXT}}</p>{{/NOTICE}}
<main id="main" tabindex="-1">
{{>BODY}}
</main>
<footer class="colophon">
<p class="colophon-name">Broadsheet</p>
<p>A self-hosted daily newspaper of science. Titles and abstracts belong to their authors.</p>
<ul>
{{#FEED}}<li><a href="{{FEED_URL}}" type="application/atom+xml">Feed of this page</a></li>{{/FEED}}
<li><a href="/editions">Editions</a></li>
<li><a href="/subscribe">Papers by mail</a></li>
<li><a href="/submit">Submit a paper</a></li>
<li><a href="/status">Status</a></li>
<li><a href="/api">API</a></li>
</ul>
<p class="keys">Keys: <kbd>/</kbd> search, <kbd>j</kbd> and <kbd>k</kbd> next and previous paper, <kbd>?</kbd> all.</p>
</footer>
<dialog id="keys" class="keys-dialog" aria-labelledby="keys-title">
<h2 id="keys-title">Keys</h2>
<dl>
<div><dt><kbd>/</kbd></dt><dd>search</dd></div>
<div><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next and previous paper</dd></div>
<div><dt><kbd>o</kbd></dt><dd>open the paper</dd></div>
<div><dt><kbd>u</kbd></dt><dd>vote for it</dd></div>
<div><dt><kbd>s</kbd></dt><dd>save it</dd></div>
<div><dt><kbd>h</kbd></dt><dd>hide it, or show it again</dd></div>
<div><dt><kbd>x</kbd></dt><dd>not interested, or undo</dd></div>
<div><dt><kbd>?</kbd></dt><dd>these keys</dd></div>
</dl>
<form method="dialog"><button class="primary">Close</button></form>
</dialog>
</body>
</html>
