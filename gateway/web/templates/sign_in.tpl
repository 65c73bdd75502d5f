{{%AUTOESCAPE context="HTML"}}
<div class="narrow">
<header class="list-head">
<h1>Sign in</h1>
<p class="origin">With the token that your newspaper&rsquo;s operator gave you.</p>
</header>
{{#ERROR}}<p class="error" role="alert">{{ERROR_TEXT}}</p>{{/ERROR}}
<form class="form" method="post" action="/sign-in">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="next" value="{{NEXT}}">
<label for="token">Token</label>
<input id="token" name="token" type="password" required maxlength="500" autocomplete="current-password" spellcheck="false" aria-describedby="token-help">
<p id="token-help" class="muted">It is kept in a cookie of this browser until you sign out. Reading needs no token; voting, saving, submitting and your own feed do.</p>
<button class="primary">Sign in</button>
</form>
</div>
