"""Layouts that hide an article behind names and labels which mean something else on other sites."""

from __future__ import annotations

import pytest

from newscrawl import process
from newscrawl.extraction import extract
from newscrawl.items import NotAnArticle

TITLE = "بلدية المرسى تعيد فتح السوق القديم بعد عامين من الترميم"
PARAGRAPHS = [
    "أعادت بلدية المرسى صباح اليوم فتح السوق القديم أمام التجار والزوار، بعد أشغال ترميم دامت عامين كاملين.",
    "وقال رئيس البلدية إن الأشغال شملت السقوف الخشبية والأرصفة، وإن كلفتها بقيت في حدود ما رصد لها في الميزانية.",
    "وأضاف أن أربعين دكانا سلمت لأصحابها قبل أسبوع، على أن تسلم البقية قبل نهاية الشهر المقبل.",
    "من جانبهم عبر التجار عن ارتياحهم لعودة الحركة، لكنهم طالبوا بتوفير موقف للسيارات قرب المدخل الشرقي.",
    "ويعود بناء السوق إلى أواخر القرن التاسع عشر، وكان يضم ورشا للنحاس والجلد هجرها أصحابها تدريجيا.",
    "وتعتزم البلدية تنظيم معرض للحرف كل سنة في ساحته، تشارك فيه مدن مجاورة من الضفتين.",
]
OTHERS = [
    "تراجعت أسعار الأسماك في الميناء خلال الأسبوع الماضي بعد تحسن الأحوال الجوية وعودة المراكب الصغيرة إلى الصيد.",
    "أعلنت الجامعة عن فتح باب التسجيل في دورات اللغات للموسم الجديد، وحددت نهاية الشهر آخر أجل لتقديم الملفات.",
    "انطلقت أمس أشغال تعبيد الطريق الرابطة بين القريتين، وينتظر أن تنتهي قبل حلول فصل الأمطار بأسابيع.",
]


def p(paragraphs: list[str], tag: str = "p", names: str = "") -> str:
    attribute = f' class="{names}"' if names else ""
    return "".join(f"<{tag}{attribute}>{text}</{tag}>" for text in paragraphs)


def page(body: str) -> str:
    return f"<html lang=ar><head><title>{TITLE}</title></head><body>{body}</body></html>"


H1 = f"<h1>{TITLE}</h1>"
FOOTER = (
    "جميع الحقوق محفوظة للجريدة ولا يجوز نقل المواد إلا بإذن مكتوب، والآراء المنشورة تعبر عن أصحابها وحدهم، "
    "ويمكن الاتصال بهيئة التحرير عبر البريد أو الهاتف في أوقات العمل، وتصدر الجريدة عن شركة النشر المتحدة منذ سنوات، "
    "ومقرها الرئيسي في وسط المدينة، ولها مكاتب في ثلاث مدن أخرى تستقبل القراء والمعلنين طوال أيام الأسبوع."
)
EMBEDDED = (
    '<blockquote class="wp-embedded-content"><h1 class="entry-title">'
    '<a href="/x">خبر آخر عن سوق السمك في الميناء القديم</a></h1></blockquote>'
)

LAYOUTS = {
    "a link over the page that skips to its content": (
        f'<div class="site"><a href="#c">تخطي إلى المحتوى</a>{H1}<div class="entry-content">{p(PARAGRAPHS)}</div></div>'
    ),
    "the number of comments under the headline": (
        f'{H1}<div class="post"><div class="bar"><span>لا توجد تعليقات</span></div>{p(PARAGRAPHS)}</div>'
    ),
    "a row named after the column beside the article": (
        f'{H1}<div class="row with-sidebar"><div class="entry-content">{p(PARAGRAPHS)}</div>'
        '<div class="col"><a href="/a">خبر أول عن المدينة</a></div></div>'
    ),
    "a body whose name speaks of pages too": f'{H1}<div class="article-body pagination-first">{p(PARAGRAPHS)}</div>',
    "the subscribers' part in a box of its own": (
        f'{H1}<div class="article-body">{p(PARAGRAPHS[:2])}<div class="paywall">{p(PARAGRAPHS[2:])}</div></div>'
    ),
    "an article in several sections named so": (
        H1 + "".join(f'<section class="article__section">{p(PARAGRAPHS[i : i + 2])}</section>' for i in (0, 2, 4))
    ),
    "the greater part behind a button": (
        f'{H1}<div class="zone">{p(PARAGRAPHS[:2], "div", "zone__paragraph")}'
        f'<div class="zone__read-all">{p(PARAGRAPHS[2:], "div", "zone__paragraph")}</div></div>'
    ),
    "rows of one template": (
        f'{H1}<div class="row center"><div class="column">{p(PARAGRAPHS[:1])}</div></div>'
        f'<div class="row center"><div class="column">{p(PARAGRAPHS[1:])}</div></div>'
    ),
    "another headline that an editor put into the text": (
        f'<h1 class="entry-title">{TITLE}</h1>'
        f'<div class="entry-content">{p(PARAGRAPHS[:3])}{EMBEDDED}{p(PARAGRAPHS[3:])}</div>'
    ),
    "the page inside a button that the parser closes late": (
        '<header><button class="menu"><div><svg></svg></div>'
        f'<main>{H1}<div class="text">{p(PARAGRAPHS)}</div></main></header>'
    ),
    "a column whose width is computed from the sidebar's": (
        f'{H1}<div class="max-w-[calc(100%-var(--sidebar-width))]">{p(PARAGRAPHS)}</div>'
    ),
    "a text that is hidden on small screens": f'{H1}<div class="hidden md:block">{p(PARAGRAPHS)}</div>',
    "a text that fades in": f'{H1}<div class="elementor-element elementor-invisible">{p(PARAGRAPHS)}</div>',
    "a part that its builder calls a widget": f'{H1}<div class="articleWidgetHTML">{p(PARAGRAPHS)}</div>',
    "all text in a widget": (
        f'{H1}<div class="widget">{p(PARAGRAPHS)}</div><div class="sidebar"><a href="/a">خبر أول عن المدينة</a></div>'
    ),
    "a headline whose names speak of its date": (
        f'<h1 class="post-title published">{TITLE}</h1><div class="post-body">{p(PARAGRAPHS)}</div>'
    ),
    "articles in an article": (
        f'<article>{H1}<div class="guide">{p(PARAGRAPHS[:2])}<article class="item">{p(PARAGRAPHS[2:4])}</article>'
        f'<article class="item">{p(PARAGRAPHS[4:])}</article></div></article>'
    ),
    "urgent news in a box called so": (
        f'<div class="breaking-news">{H1}<div class="breaking-news">{p(PARAGRAPHS)}</div></div>'
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_whole_article_is_found(layout: str) -> None:
    article = extract(page(LAYOUTS[layout]), "https://example.com/news/1")
    assert article.title == TITLE
    assert article.paragraphs == PARAGRAPHS


def test_a_short_article_over_a_long_footer_is_alone() -> None:
    body = f'{H1}<div class="breaking-news">{p(PARAGRAPHS[:2])}</div><footer class="footer"><p>{FOOTER}</p></footer>'
    assert extract(page(body), "https://example.com/news/1").paragraphs == PARAGRAPHS[:2]


def test_a_list_of_other_articles_does_not_outweigh_one_paragraph() -> None:
    whole = " ".join(PARAGRAPHS)
    others = "".join(
        f"<article class='post'><h2><a href='/{i}'>خبر قصير</a></h2><p>{text}</p></article>"
        for i, text in enumerate(OTHERS * 2)
    )
    body = f"<div><article class='single'>{H1}<p>{whole}</p></article><article class='post'>{others}</article></div>"
    assert extract(page(body), "https://example.com/news/1").paragraphs == [whole]


def test_the_id_of_a_subhead_says_nothing() -> None:
    subhead = "مشاركة واسعة من الحرفيين"
    body = f'{H1}<div class="post-body">{p(PARAGRAPHS[:3])}<h2 id="share">{subhead}</h2>{p(PARAGRAPHS[3:])}</div>'
    found = extract(page(body), "https://example.com/news/1").paragraphs
    assert found == [*PARAGRAPHS[:3], subhead, *PARAGRAPHS[3:]]


def test_comments_longer_than_the_article_stay_out() -> None:
    comments = "".join(f"<div class='c'><p>{text}</p></div>" for text in OTHERS * 3)
    body = f'{H1}<div class="post-body">{p(PARAGRAPHS[:3])}</div><div class="widget fb_iframe_widget">{comments}</div>'
    assert extract(page(body), "https://example.com/news/1").paragraphs == PARAGRAPHS[:3]


def test_related_articles_with_links_stay_out() -> None:
    cards = "".join(
        f"<div><h3><a href='/{i}'>عنوان خبر آخر من أخبار المدينة</a></h3><p>{text}</p></div>"
        for i, text in enumerate(OTHERS)
    )
    body = f'{H1}<div class="entry-content">{p(PARAGRAPHS)}</div><div class="related">{cards}</div>'
    assert extract(page(body), "https://example.com/news/1").paragraphs == PARAGRAPHS


SUMMARY = "<ul><li>إعادة فتح السوق القديم</li><li>تسليم أربعين دكانا</li></ul>"


def test_a_summary_that_no_author_wrote_stays_out() -> None:
    box = f"<div class='box'><h4>ملخص الخبر</h4>{SUMMARY}<small>أُنشئ هذا الملخص بواسطة الذكاء الاصطناعي</small></div>"
    body = f'{H1}<div class="post-body">{box}{p(PARAGRAPHS)}</div>'
    assert extract(page(body), "https://example.com/news/1").paragraphs == PARAGRAPHS


def test_a_subhead_of_the_author_on_a_summary_stays() -> None:
    body = f'{H1}<div class="post-body">{p(PARAGRAPHS[:5])}<h4>ملخص</h4>{p(PARAGRAPHS[5:])}</div>'
    assert extract(page(body), "https://example.com/news/1").paragraphs == [*PARAGRAPHS[:5], "ملخص", *PARAGRAPHS[5:]]


def test_text_outside_the_screen_stays_out() -> None:
    note = (
        '<div style="position:absolute; left:-99999px">هذا النص منقول من موقع الجريدة ولا يجوز نسخه دون إذن منها.</div>'
    )
    body = f'{H1}<div class="post-body">{p(PARAGRAPHS[:3])}{note}{p(PARAGRAPHS[3:])}</div>'
    assert extract(page(body), "https://example.com/news/1").paragraphs == PARAGRAPHS


def test_the_name_that_opens_an_authors_card_is_the_byline() -> None:
    card = '<div class="author-card"><img src="a.jpg"><h4><a href="/u/1">سلمى الهادي</a></h4><p>كاتبة صحفية</p></div>'
    article = extract(page(f'{H1}{card}<div class="post-body">{p(PARAGRAPHS)}</div>'), "https://example.com/news/1")
    assert (article.byline, article.authors) == ("سلمى الهادي", ["سلمى الهادي"])
    assert article.paragraphs == PARAGRAPHS


def test_one_other_article_behind_the_tags_ends_the_text() -> None:
    other = f'<h3>إقرأ أيضاً:</h3><h2><a href="/1">تراجع أسعار الأسماك في الميناء</a></h2>{p(OTHERS[:2])}'
    body = f'{H1}<div class="txt">{p(PARAGRAPHS)}<p>كلمات دلالية: السوق القديم المرسى ترميم</p>{other}</div>'
    assert extract(page(body), "https://example.com/news/1").paragraphs == PARAGRAPHS


def test_the_outlets_name_alone_on_a_line_is_no_paragraph() -> None:
    outlet = '<meta property="og:site_name" content="جريدة المرسى">'
    body = f'{outlet}{H1}<div class="txt">{p(["جريدة المرسى:", *PARAGRAPHS, "جريدة المرسى"])}</div>'
    assert extract(page(body), "https://example.com/news/1").paragraphs == PARAGRAPHS


def test_the_day_behind_another_headline_is_not_the_articles() -> None:
    rows = "".join(
        f'<div><a href="/{i}">عنوان خبر آخر من أخبار المدينة</a><i> 1{i} فبراير 2024</i></div>' for i in (1, 2)
    )
    body = f'<div>{H1}<div class="txt">{p(PARAGRAPHS)}</div></div><div class="list">{rows}</div>'
    dates = extract(page(body), "https://example.com/news/1").dates
    assert [date for date in dates if date.source != "url"] == []


def dates_of(body: str) -> list[str]:
    return [date.raw for date in extract(page(body), "https://example.com/news/1").dates if date.source != "url"]


def test_the_year_of_the_papers_foundation_is_no_date_of_the_article() -> None:
    text = f'<div class="txt">{p(PARAGRAPHS)}</div>'
    assert dates_of(f"<div>{H1}{text}</div><div>تأسست الجريدة في 1 يناير 2010</div>") == []


def test_a_date_in_three_boxes_under_the_headline_is_read() -> None:
    text = f'<div class="txt">{p(PARAGRAPHS)}</div>'
    pieces = "<div>05</div><div>مارس</div><div>2024</div>"
    assert "05 مارس 2024" in dates_of(f"{H1}<div>{pieces}</div>{text}")
    assert "05 مارس 2024" not in dates_of(f"{H1}{text}<div>{pieces}</div>")


def test_a_ticker_over_the_headline_stays_out() -> None:
    ticker = "<p>عاجل تراجع أسعار الأسماك في الميناء خلال الأسبوع الماضي والجامعة تفتح باب التسجيل</p>"
    found = extract(page(f"<div>{ticker}{H1}{p(PARAGRAPHS)}</div>"), "https://example.com/news/1")
    assert found.paragraphs == PARAGRAPHS


def test_the_headline_under_a_pager_leaves_with_it() -> None:
    pager = "<div><span>الخبر السابق</span><p>تراجع أسعار الأسماك في الميناء خلال الأسبوع الماضي</p></div>"
    found = process(page(f"<div>{H1}{p(PARAGRAPHS)}{pager}</div>"), "https://example.com/news/1")
    assert found.paragraphs == PARAGRAPHS


def test_a_few_words_under_a_picture_in_one_paragraph_are_its_caption() -> None:
    picture = '<p><a href="b.jpg"><img src="a.jpg"></a><br><small>منظر عام للسوق من جهة البحر</small></p>'
    first = f'<p><img src="b.jpg"> {PARAGRAPHS[0]}</p>'
    body = f'{H1}<div class="txt">{first}{p(PARAGRAPHS[1:3])}{picture}{p(PARAGRAPHS[3:])}</div>'
    assert extract(page(body), "https://example.com/news/1").paragraphs == PARAGRAPHS


def test_paragraphs_set_as_headings_are_the_text() -> None:
    body = f'{H1}<div class="txt">{p(PARAGRAPHS, "h3")}</div>'
    assert extract(page(body), "https://example.com/news/1").paragraphs == PARAGRAPHS


def test_a_whole_sentence_that_is_a_link_stays() -> None:
    linked = f'<p><a href="/gov">{PARAGRAPHS[2]}</a></p>'
    other = '<p><a href="/1">تراجع أسعار الأسماك في الميناء خلال الأسبوع الماضي</a></p>'
    body = f'{H1}<div class="txt">{p(PARAGRAPHS[:2])}{linked}{other}{p(PARAGRAPHS[3:])}</div>'
    assert extract(page(body), "https://example.com/news/1").paragraphs == PARAGRAPHS


def test_a_small_line_in_the_headline_is_not_glued_to_it() -> None:
    body = f'<h1>{TITLE}<small>بعد عامين</small></h1><div class="txt">{p(PARAGRAPHS)}</div>'
    assert extract(f"<body>{body}</body>", "https://example.com/news/1").title == f"{TITLE} بعد عامين"


def test_html_that_json_ld_escapes_is_read() -> None:
    text = "".join(f"&lt;p&gt;{text}&lt;/p&gt;" for text in PARAGRAPHS)
    data = f'{{"@type":"NewsArticle","headline":"{TITLE}","articleBody":"{text}"}}'
    body = f'{H1}<script type="application/ld+json">{data}</script><div id="app"></div>'
    assert extract(page(body), "https://example.com/news/1").paragraphs == PARAGRAPHS


@pytest.mark.parametrize(
    "line",
    ["يبدأ المعرض في 2 مارس 2024", "الموعد: 2 مارس 2024", "2 مارس 2024 صورة أرشيفية", "آخر تحديث للموقع: 2 مارس 2024"],
)
def test_the_day_of_something_else_under_the_headline_is_no_date_of_the_article(line: str) -> None:
    assert dates_of(f'{H1}<div>{line}</div><div class="txt">{p(PARAGRAPHS)}</div>') == []


def test_a_day_over_its_month_and_year_is_read() -> None:
    text = f'<div class="txt">{p(PARAGRAPHS)}</div>'
    assert "05 مارس 2024" in dates_of(f"{H1}<div>الثلاثاء<br>05<br>مارس 2024</div>{text}")


def test_more_names_of_meta_tags_hold_the_date() -> None:
    text = f'<div class="txt">{p(PARAGRAPHS)}</div>'
    assert dates_of(f'<meta name="article:publicationdate" content="2024-03-05">{H1}{text}') == ["2024-03-05"]


def test_a_brief_over_something_that_loads_is_no_placeholder() -> None:
    loading = "<div>جاري التحميل...</div>"
    found = extract(page(f"{H1}<div>{p(PARAGRAPHS[:2])}</div>{loading}"), "https://example.com/news/1")
    assert found.paragraphs == PARAGRAPHS[:2]
    with pytest.raises(NotAnArticle, match="placeholder"):
        extract(page(f"{H1}{loading}<div>{p(PARAGRAPHS[:2])}</div>"), "https://example.com/news/1")


def test_a_small_box_of_another_name_behind_the_text_is_no_part_of_it() -> None:
    about = f'<div class="about-paper"><p>{OTHERS[0]}</p></div>'
    live = f"<div><h4>مباشر الآن</h4><p>{OTHERS[1]}</p></div>"
    body = f'<div class="wrap">{H1}<div class="txt">{p(PARAGRAPHS[:4])}</div>'
    first = f'{body}<div class="rest">{p(PARAGRAPHS[4:])}</div></div>'
    assert extract(page(first), "https://example.com/news/1").paragraphs == PARAGRAPHS
    for box in (about, live):
        found = extract(page(f"{body}{box}</div>"), "https://example.com/news/1")
        assert found.paragraphs == PARAGRAPHS[:4]


def test_plain_headlines_under_a_label_at_the_end_leave_with_it() -> None:
    related = "<p>اقرأ أيضا:</p><p>تراجع أسعار الأسماك في الميناء</p><p>الجامعة تفتح باب التسجيل في اللغات</p>"
    found = process(page(f"<div>{H1}<div>{p(PARAGRAPHS)}{related}</div></div>"), "https://example.com/news/1")
    assert found.paragraphs == PARAGRAPHS


def test_elements_that_html_does_not_know_part_lines() -> None:
    text = "".join(f"<news-line>{text}</news-line>" for text in PARAGRAPHS)
    body = (
        f"<news-detail>{H1}<news-date>الأحد 1 أكتوبر 2023 11:11</news-date><news-body>{text}</news-body></news-detail>"
    )
    found = extract(page(body), "https://example.com/news/1")
    assert found.paragraphs == PARAGRAPHS
    assert "الأحد 1 أكتوبر 2023 11:11" in [date.raw for date in found.dates]
    amid = PARAGRAPHS[0].replace("السوق", "<x-term>السوق</x-term>")
    found = extract(page(f"<div>{H1}<div>{amid}<br>{p(PARAGRAPHS[1:])}</div></div>"), "https://example.com/news/1")
    assert found.paragraphs == PARAGRAPHS


def test_spans_that_their_style_sets_as_paragraphs_are_some() -> None:
    text = "".join(f'<span style="display: block; margin: 1em">{text}</span>' for text in PARAGRAPHS)
    assert extract(page(f"<div>{H1}<div>{text}</div></div>"), "https://example.com/news/1").paragraphs == PARAGRAPHS


def test_a_hidden_copy_of_the_text_stays_out_wherever_it_stands() -> None:
    copy = f'<div id="to-read" style="display:none">{" ".join(PARAGRAPHS)}</div>'
    text = f'<div class="txt">{p(PARAGRAPHS)}</div>'
    for body in (f"{H1}{copy}{text}", f"{H1}{text}{copy}"):
        assert extract(page(body), "https://example.com/news/1").paragraphs == PARAGRAPHS
    folded = f'{H1}<div>{p(PARAGRAPHS[:1])}<div style="display:none">{p(PARAGRAPHS[1:])}</div></div>'
    assert extract(page(folded), "https://example.com/news/1").paragraphs == PARAGRAPHS


def test_what_readers_without_scripts_see_is_the_last_resort() -> None:
    hidden = f"<div class=lazy></div><noscript>{p(PARAGRAPHS)}</noscript>"
    assert extract(page(f"<article>{H1}{hidden}</article>"), "https://example.com/news/1").paragraphs == PARAGRAPHS
    notice = "<noscript><p>يرجى تفعيل جافا سكريبت في متصفحك لعرض التعليقات والفيديو المصاحب للخبر.</p></noscript>"
    found = extract(page(f"<article>{H1}{p(PARAGRAPHS)}{notice}</article>"), "https://example.com/news/1")
    assert found.paragraphs == PARAGRAPHS


@pytest.mark.parametrize(
    "update",
    [
        '<span itemprop="dateModified">2023-05-03</span>',
        '<div class="last-updated">3 مايو 2023</div>',
        "<div><b>تاريخ التحديث</b><div>3 مايو 2023</div></div>",
        "<dl><dt>آخر تحديث:</dt><dd>3 مايو 2023</dd></dl>",
        '<span class="updated-at">3 مايو 2023</span>',
        '<time class="post-modified" datetime="2023-05-03T09:00:00+03:00">3 مايو 2023</time>',
    ],
)
def test_a_date_that_its_markup_calls_an_update_is_no_publication(update: str) -> None:
    stamp = '<meta itemprop="datePublished" content="2023-05-02T08:00:00+03:00">'
    found = process(page(f"{H1}{stamp}{update}{p(PARAGRAPHS)}"), "https://example.com/news/1")
    assert found.published is not None
    assert found.published.isoformat() == "2023-05-02T08:00:00+03:00"


def test_the_instant_of_an_hatom_abbreviation_is_read() -> None:
    stamp = '<abbr class="published" title="2023-05-02T08:00:00+03:00">8:00 ص</abbr>'
    found = process(page(f"{H1}<div>{stamp}</div>{p(PARAGRAPHS)}"), "https://example.com/news/1")
    assert found.published is not None
    assert found.published.isoformat() == "2023-05-02T08:00:00+03:00"


AMID_THE_TEXT = {
    "a form that asks for an address": (
        "<div class=nb><b>نشرتنا اليومية</b><p>كل صباح، أهم ما يجب أن تعرفه في خمس دقائق.</p>"
        "<form><input type=email><button>اشترك</button></form></div>"
    ),
    "a player and its caption": "<div class=v1><iframe src=x></iframe><p>شاهد لحظة افتتاح السوق</p></div>",
    "a tweet without its class": (
        "<blockquote><p>السوق يفتح أبوابه من جديد <a href=x>pic.twitter.com/x</a></p>"
        "<p>— بلدية المرسى (@marsa) <a href=y>3 يوليو، 2024</a></p></blockquote>"
    ),
}


@pytest.mark.parametrize("box", AMID_THE_TEXT.values(), ids=AMID_THE_TEXT.keys())
def test_a_box_around_something_amid_the_text_stays_out(box: str) -> None:
    body = f"<article>{H1}<div class=txt>{p(PARAGRAPHS[:3])}{box}{p(PARAGRAPHS[3:])}</div></article>"
    assert extract(page(body), "https://example.com/news/1").paragraphs == PARAGRAPHS


def test_text_beside_a_player_or_a_form_stays() -> None:
    for thing in ("<iframe src=x></iframe>", "<form><input type=email></form>"):
        body = f"<article>{H1}<div class=txt>{thing}{p(PARAGRAPHS)}</div></article>"
        assert extract(page(body), "https://example.com/news/1").paragraphs == PARAGRAPHS
    said = "«السوق لأهله، ولن يغلق بعد اليوم»، قال رئيس البلدية."
    quoted = f"<article>{H1}<div class=txt>{p(PARAGRAPHS[:3])}<blockquote><p>{said}</p></blockquote></div></article>"
    assert extract(page(quoted), "https://example.com/news/1").paragraphs == [*PARAGRAPHS[:3], said]


def test_links_in_a_row_are_words_of_their_own() -> None:
    share = "<div><span>شارك هذا الخبر</span><a href=#>فيسبوك</a><a href=#>واتساب</a></div>"
    pager = "<div><span>الخبر السابق</span><a href=/1>تراجع أسعار الأسماك في الميناء بعد عودة المراكب</a></div>"
    found = process(page(f"<div>{H1}<div>{p(PARAGRAPHS)}{share}{pager}</div></div>"), "https://example.com/news/1")
    assert found.paragraphs == PARAGRAPHS
    amid = PARAGRAPHS[0].replace("السوق", "<span>الس</span><a href=/s>وق</a>")
    found = process(page(f"<div>{H1}<div><p>{amid}</p>{p(PARAGRAPHS[1:])}</div></div>"), "https://example.com/news/1")
    assert found.paragraphs == PARAGRAPHS


def test_a_heading_over_links_leaves_with_them() -> None:
    links = "".join(f"<p><a href=/{number}>{text[:50]}</a></p>" for number, text in enumerate(OTHERS))
    body = f"<div>{H1}<div>{p(PARAGRAPHS)}<h3>في هذا العدد</h3>{links}</div></div>"
    assert extract(page(body), "https://example.com/news/1").paragraphs == PARAGRAPHS


def test_the_label_over_a_date_says_which_it_is() -> None:
    rows = "<div>تحديث</div><div>3 مايو 2023</div><div>نشر</div><div>2 مايو 2023</div>"
    found = process(page(f"{H1}<div>{rows}</div>{p(PARAGRAPHS)}"), "https://example.com/news/1")
    assert found.published is not None
    assert found.published.isoformat() == "2023-05-02"
    body = f"{H1}<div>نشرة الأخبار</div><div>2 مايو 2023</div>{p(PARAGRAPHS)}"
    assert ("2 مايو 2023", "unknown") in dates_with_roles(body)


def dates_with_roles(body: str) -> list[tuple[str, str]]:
    found = extract(page(body), "https://example.com/news/1").dates
    return [(date.raw, date.role) for date in found if date.source != "url"]
