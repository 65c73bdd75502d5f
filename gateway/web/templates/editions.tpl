{{%AUTOESCAPE context="HTML"}}
<header class="list-head">
<h1>Editions</h1>
<p class="origin">Fields of interest with lists of their own.</p>
</header>
{{#NONE}}
<section class="empty">
<p class="empty-lead">There are no editions yet.</p>
<p>The operator makes them: <code>broadsheet edition ml --category cs.LG</code></p>
<ul class="ways"><li><a href="/papers/trending">Trending by field</a></li></ul>
</section>
{{/NONE}}
<ul class="editions">
{{#EDITION}}<li>
<h2><a href="{{URL}}">{{TITLE}}</a></h2>
<p class="muted">{{CONTENTS}}</p>
<p class="links"><a href="{{TRENDING_URL}}" aria-label="Trending in {{TITLE}}">Trending</a> <a href="{{NEWEST_URL}}" aria-label="Newest in {{TITLE}}">Newest</a> <a href="{{FEED_URL}}" type="application/atom+xml" aria-label="Feed of {{TITLE}}">Feed</a></p>
</li>
{{/EDITION}}
</ul>
