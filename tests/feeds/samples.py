"""Small feeds of every kind, in words of their own."""

RSS20 = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Harbour &amp; Hill</title><link>http://news.example/</link><description>d</description>
<language>en-GB</language><ttl>45</ttl>
<item><title>Ferry line &lt;b&gt;approved&lt;/b&gt;</title><link>http://news.example/1</link>
<guid isPermaLink="false">g1</guid><pubDate>Sat, 12 Sep 2020 15:03:04 +0800</pubDate>
<dc:creator>Ann Lee</dc:creator><description>In short.</description>
<content:encoded><![CDATA[<p>The council <a href="/vote">voted</a> at the café.</p><p>It was late.</p>]]></content:encoded>
<enclosure url="http://news.example/1.mp3" type="audio/mpeg" length="1234"/></item>
<item><title>School opens</title><link>/2</link><guid>http://news.example/2</guid>
<dc:date>2020-09-11</dc:date><description>&lt;p&gt;The school opened &amp;amp; filled.&lt;/p&gt;</description></item>
<item><description>No title here, only a note about the weather on the coast this week and the next</description></item>
<item><title>Prize for R&amp;amp;D</title><link>javascript:alert(1)</link></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"
 xml:base="http://news.example/b/"><title type="html">A &lt;i&gt;quay&lt;/i&gt;</title>
<id>tag:news.example,2020:x</id><updated>2020-09-12T00:00:00Z</updated><link rel="self" href="feed"/>
<link href="/"/>
<entry><title>One</title><id>tag:news.example,2020:1</id><link href="1.html"/>
<updated>2020-09-12T01:00:00Z</updated><published>2020-09-11T01:00:00+02:00</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x <b>y</b> <a href="z">z</a></p><ul><li>q</li></ul></div></content>
<author><name>Bo</name></author></entry>
<entry><title type="text">Two &lt;raw&gt;</title><id>tag:news.example,2020:2</id><updated>2020-09-10</updated>
<summary type="html">&lt;p&gt;short&lt;/p&gt;</summary><link rel="enclosure" href="x.mp3" length="1"/></entry>
<entry><title/><id>tag:news.example,2020:3</id><content type="text">plain
text</content><source><title>The Source</title><id>s</id></source></entry></feed>"""

RSS10 = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel rdf:about="http://news.example/">
<title>Rdf</title><link>http://news.example/</link><sy:updatePeriod>daily</sy:updatePeriod>
<sy:updateFrequency>4</sy:updateFrequency></channel>
<item rdf:about="http://news.example/1"><title>One</title><link>http://news.example/1</link>
<dc:date>2020-09-12T10:00+01:00</dc:date><description>text</description></item>
<item rdf:about="http://news.example/2"><title>Two</title><link>http://news.example/2</link></item></rdf:RDF>"""

RSS091 = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
 "http://my.netscape.com/publish/formats/rss-0.91.dtd" [<!ENTITY c "(C)"><!ENTITY nbsp "&#160;">]>
<rss version="0.91"><channel><title>Old &c;</title><link>http://news.example/</link>
<item><title>A&nbsp;b</title><link>http://news.example/1</link></item>
<item><title>B</title><link>http://news.example/2</link></item></channel></rss>"""

RSS090 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Oldest</title><link>http://news.example/</link>
</channel><item><title>One</title><link>http://news.example/1</link></item></rdf:RDF>"""

ATOM03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Draft</title>
<entry><title mode="escaped" type="text/html">a &amp;lt; b</title><id>1</id>
<link rel="alternate" type="text/html" href="http://news.example/1"/><issued>2004-01-01T00:00:00Z</issued>
<content type="text/html" mode="escaped">&lt;p&gt;hi&lt;/p&gt;</content></entry></feed>"""

CDF = """<CHANNEL HREF="http://news.example/"><TITLE>Channel</TITLE>
<ITEM HREF="http://news.example/1"><TITLE>One</TITLE><ABSTRACT>abs</ABSTRACT></ITEM></CHANNEL>"""

ILL_FORMED = """<rss version="2.0"><channel><title>a & b</title><item><title>x &nbsp; y</title>
<link>http://news.example/?a=1&b=2</link><description>5 < 6 <b>bold</description></item>
<item><title>second</title></item></channel></rss>"""

JSON10 = """{"version": "https://jsonfeed.org/version/1", "title": "Json", "home_page_url": "http://news.example/",
"author": {"name": "The desk"}, "items": [
{"id": "1", "url": "/1", "title": "One &amp; only", "content_html": "<p>Hello <a href='x'>x</a></p>",
 "date_published": "2020-09-12T07:03:04Z", "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg",
 "size_in_bytes": 9}]},
{"id": 2, "content_text": "plain text", "summary": "s", "date_modified": "2020-09-13"}]}"""

JSON11 = """{"version": "https://jsonfeed.org/version/1.1", "title": "Json", "language": "pt", "items": [
{"id": "1", "external_url": "http://other.example/1", "authors": [{"name": "Ann"}, {"name": "Bo"}],
 "summary": "only this"}]}"""

XML_FEEDS = {
    "rss20": RSS20, "atom": ATOM, "rss10": RSS10, "rss091": RSS091, "rss090": RSS090, "atom03": ATOM03,
    "cdf": CDF, "ill-formed": ILL_FORMED,
}  # fmt: skip
