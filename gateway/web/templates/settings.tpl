{{%AUTOESCAPE context="HTML"}}
<div class="settings">
<header class="list-head">
<h1>Settings</h1>
<p class="origin">Of {{NAME}}.</p>
</header>
{{#ERROR}}<p class="error" role="alert">{{ERROR_TEXT}}</p>{{/ERROR}}
{{#DONE}}<p class="hint" role="status">{{DONE_TEXT}}</p>{{/DONE}}
{{#ACCOUNT}}
<section aria-labelledby="account-title">
<h2 id="account-title" class="section-title">Account</h2>
{{#BANNED}}<p class="error">{{BAN_TEXT}}</p>{{/BANNED}}
<dl class="facts">
<div><dt>E-mail</dt><dd>{{EMAIL}} <a href="/settings/email">Change</a></dd></div>
<div><dt>Password</dt><dd>{{#PASSWORD}}<a href="/settings/password">Change</a>{{/PASSWORD}}{{#NO_PASSWORD}}None. {{#BY_MAIL}}<a href="/reset-password">Set one by mail</a>{{/BY_MAIL}}{{#BY_ADDRESS}}It takes <a href="/settings/email">an address</a> to set one.{{/BY_ADDRESS}}{{/NO_PASSWORD}}</dd></div>
<div><dt>Role</dt><dd>{{ROLE}}</dd></div>
<div><dt>Since</dt><dd>{{SINCE}}</dd></div>
</dl>
</section>
{{/ACCOUNT}}
{{#IDENTITIES}}
<section aria-labelledby="identities-title">
<h2 id="identities-title" class="section-title">Signing in elsewhere</h2>
<ul class="rows">
{{#IDENTITY}}<li><span>{{PROVIDER}} <span class="muted">{{LABEL}}, since {{SINCE}}</span></span>
<form method="post" action="/settings/identities/unlink"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="identity_id" value="{{IDENTITY_ID}}"><button class="quiet" aria-label="Unlink {{LABEL}} at {{PROVIDER}}">Unlink</button></form></li>
{{/IDENTITY}}
</ul>
{{#PROVIDER}}<form method="post" action="/settings/identities/link"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="provider" value="{{PROVIDER_ID}}"><button class="quiet">Link {{TITLE}}</button></form>
{{/PROVIDER}}
</section>
{{/IDENTITIES}}
{{#EDITOR}}<p class="hint">You are an editor: <a href="/moderation">Moderation</a></p>{{/EDITOR}}
{{#FOLLOWS}}
<section aria-labelledby="follows-title">
<h2 id="follows-title" class="section-title">What you follow</h2>
{{#NO_FOLLOWS}}<p class="muted">Nothing yet: the pages of authors and fields have a button.</p>{{/NO_FOLLOWS}}
<ul class="rows">
{{#FOLLOW}}<li><a href="{{URL}}">{{NAME}}</a>
<form method="post" action="/unfollow"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="target" value="{{TARGET}}"><input type="hidden" name="next" value="/settings"><button class="quiet" aria-label="Unfollow {{NAME}}">Unfollow</button></form></li>
{{/FOLLOW}}
</ul>
</section>
{{/FOLLOWS}}
{{#OWN_FEED}}
<section aria-labelledby="feed-title">
<h2 id="feed-title" class="section-title">Your feed elsewhere</h2>
<p class="muted">Whoever knows the address can read this list, and do nothing else.</p>
<p class="links"><a href="{{OWN_ATOM_URL}}">Atom</a> <a href="{{OWN_RSS_URL}}">RSS</a> <a href="{{OWN_JSON_URL}}">JSON Feed</a></p>
</section>
{{/OWN_FEED}}
{{#SESSIONS}}
<section aria-labelledby="sessions-title">
<h2 id="sessions-title" class="section-title">Sessions</h2>
<ul class="rows">
{{#SESSION}}<li><span>{{LABEL}} <span class="muted">since {{SINCE}}</span></span>
{{#CURRENT}}<span class="muted">this one</span>{{/CURRENT}}
{{#OTHER}}<form method="post" action="/settings/sessions/end"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="session_id" value="{{SESSION_ID}}"><button class="quiet" aria-label="End the session {{LABEL}}">End</button></form>{{/OTHER}}</li>
{{/SESSION}}
</ul>
<form method="post" action="/settings/sign-out-everywhere"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="quiet">Sign out everywhere</button></form>
</section>
{{/SESSIONS}}
{{#TOKENS}}
<section aria-labelledby="tokens-title">
<h2 id="tokens-title" class="section-title">Tokens</h2>
{{#MADE}}<div class="hint" role="status"><p>The new token. It is shown this once; keep it.</p><p><code class="token">{{NEW_TOKEN}}</code></p>{{#MADE_FEED}}<p>Your feed with it, for feed readers: <a class="token" href="{{NEW_FEED_URL}}">{{NEW_FEED_URL}}</a>. Revoke the token, and the address is dead.</p>{{/MADE_FEED}}</div>{{/MADE}}
<ul class="rows">
{{#TOKEN}}<li><span>{{LABEL}} <span class="muted">{{SCOPES}}, since {{SINCE}}</span></span>
<form method="post" action="/settings/tokens/revoke"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="token_id" value="{{TOKEN_ID}}"><button class="quiet" aria-label="Revoke the token {{LABEL}}">Revoke</button></form></li>
{{/TOKEN}}
</ul>
<form class="form" method="post" action="/settings/tokens#tokens-title">
<input type="hidden" name="csrf" value="{{CSRF}}">
<label for="token-label">A new token&rsquo;s name</label>
<input id="token-label" name="label" maxlength="100" autocomplete="off" placeholder="laptop">
<label for="token-scope">What it may do</label>
<select id="token-scope" name="scope"><option value="read">read</option><option value="write">read and write</option><option value="feed">only the feed</option><option value="all">everything</option></select>
<button class="primary">Make a token</button>
</form>
</section>
{{/TOKENS}}
<section aria-labelledby="data-title">
<h2 id="data-title" class="section-title">Your data</h2>
<p class="links"><a href="/library.bib">Library as BibTeX</a> <a href="/library.ris">as RIS</a> <a href="/library.json">as JSON</a> <a href="/library/import">Import</a></p>
<details><summary>Erase everything</summary>
<form class="form" method="post" action="/settings/erase">
<input type="hidden" name="csrf" value="{{CSRF}}">
<label for="erase-name">Your name, to be sure</label>
<input id="erase-name" name="name" required maxlength="100" autocomplete="off" aria-describedby="erase-help">
<p id="erase-help" class="muted">Votes, library, comments&rsquo; words and tokens go. Nothing brings them back.</p>
<button class="primary">Erase</button>
</form></details>
</section>
</div>
