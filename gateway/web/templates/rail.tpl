{{%AUTOESCAPE context="HTML"}}
<aside class="rail" aria-labelledby="rail-title">
<h2 id="rail-title" class="rail-title"><a href="/papers/trending">Trending now</a></h2>
<ol>
{{#ITEM}}
<li><a href="{{URL}}">{{TITLE}}</a><span class="rail-meta">{{META}}</span></li>
{{/ITEM}}
</ol>
</aside>
