{{%AUTOESCAPE context="HTML"}}
<section class="message">
<p class="message-code">{{CODE}}</p>
<h1>{{HEADING}}</h1>
<p>{{TEXT}}</p>
<ul class="ways">
{{#WAY}}<li><a href="{{WAY_URL}}">{{WAY_NAME}}</a></li>
{{/WAY}}
</ul>
</section>
