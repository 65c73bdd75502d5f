{{%AUTOESCAPE context="HTML"}}
<div class="narrow" id="mail-open" data-csrf="{{CSRF}}">
<header class="list-head">
<h1>{{TITLE}}</h1>
<p class="origin"><a href="{{PAPER_URL}}" id="mail-paper">Read the paper&rsquo;s page</a></p>
</header>
</div>
