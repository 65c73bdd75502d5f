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
</head>
<body class="{{BODY_CLASS}}">
<a class="skip" href="#main">Skip to the papers</a>
<header class="masthead">
<div class="ears">
<p class="ear"><time datetime="{{TODAY}}">{{TODAY_LONG}}</time></p>
<div class="ear ear-right">
{{#SIGNED_IN}}
<span class="who">{{READER}}</span>
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
<li><a href="/submit">Submit a paper</a></li>
<li><a href="/status">Status</a></li>
<li><a href="/api/v1/openapi.json">API</a></li>
</ul>
<p class="keys">Keys: <kbd>/</kbd> search, <kbd>j</kbd> and <kbd>k</kbd> next and previous paper.</p>
</footer>
</body>
</html>
