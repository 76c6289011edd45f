"""「オープンデータ一覧」 of 自治体標準オープンデータセット: one row a file, in its 45 columns."""

from __future__ import annotations

import csv
import io

from bouhan_opendata.catalogue.values import Catalogue, Distribution

COLUMNS = (
    "データセット_ID",
    "全国地方公共団体コード",
    "地方公共団体名",
    "データセット_タイトル",
    "データセット_サブタイトル",
    "データセット_概要",
    "データセット_キーワード",
    "データセット_分類",
    "データセット_ユニバーサルメニュー",
    "データセット_バージョン",
    "データセット_言語",
    "データセット_URL",
    "データセット_公開日",
    "データセット_最終更新日",
    "データセット_更新頻度",
    "データセット_準拠する標準",
    "データセット_関連ドキュメント",
    "データセット_来歴情報",
    "データセット_対象地域",
    "データセット_対象期間",
    "データセット_作成者",
    "データセット_連絡先名称",
    "データセット_連絡先メールアドレス",
    "データセット_連絡先電話番号",
    "データセット_連絡先内線番号",
    "データセット_連絡先FormURL",
    "データセット_連絡先備考（その他、SNSなど）",
    "データセット_備考",
    "ファイル_ID",
    "ファイル_タイトル",
    "ファイル_アクセスURL",
    "ファイル_ダウンロードURL",
    "ファイル_説明",
    "ファイル_形式",
    "ファイル_ライセンス",
    "ファイル_ステータス",
    "ファイル_サイズ",
    "ファイル_公開日",
    "ファイル_最終更新日",
    "ファイル_利用規約",
    "ファイル_関連ドキュメント",
    "ファイル_言語",
    "ファイル_準拠する標準",
    "ファイル_API対応有無",
    "ファイル_著作権表記",
)


def open_data_list(catalogue: Catalogue) -> str:
    """The CSV text (LF). A column of which the publication says nothing is empty."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    for one in catalogue.distributions:
        writer.writerow(_dataset(catalogue) | _file(catalogue, one))
    return stream.getvalue()


def _dataset(catalogue: Catalogue) -> dict[str, str]:
    is_mail = bool(catalogue.contact) and "@" in str(catalogue.contact)
    return {
        "データセット_ID": catalogue.slug,
        "全国地方公共団体コード": catalogue.lg_code,
        "地方公共団体名": catalogue.publisher.name["ja"],
        "データセット_タイトル": catalogue.title["ja"],
        "データセット_概要": catalogue.description["ja"],
        "データセット_キーワード": ";".join(catalogue.keywords.get("ja", ())),
        "データセット_バージョン": catalogue.version,
        "データセット_言語": "ja;en",
        "データセット_URL": catalogue.landing_page,
        "データセット_公開日": str(catalogue.first_issued),
        "データセット_最終更新日": str(catalogue.issued),
        "データセット_更新頻度": "年次",
        "データセット_準拠する標準": "Data Package v2;CSVW;DCAT-AP 3.0.1",
        "データセット_対象地域": catalogue.publisher.name["ja"],
        "データセット_対象期間": f"{catalogue.start}/{catalogue.end}",
        "データセット_作成者": catalogue.creator.name["ja"],
        "データセット_連絡先名称": "" if is_mail else catalogue.contact or "",
        "データセット_連絡先メールアドレス": str(catalogue.contact) if is_mail else "",
        "データセット_備考": catalogue.rights["ja"],
    }


def _file(catalogue: Catalogue, one: Distribution) -> dict[str, str]:
    return {
        "ファイル_ID": one.name,
        "ファイル_タイトル": one.title["ja"],
        "ファイル_アクセスURL": one.url,
        "ファイル_ダウンロードURL": one.url,
        "ファイル_説明": one.description["ja"],
        "ファイル_形式": {"RDF_TURTLE": "TTL"}.get(one.file_type, one.file_type),
        "ファイル_ライセンス": catalogue.licence,
        "ファイル_ステータス": catalogue.status_label["ja"],
        "ファイル_サイズ": "" if one.size is None else str(one.size),
        "ファイル_公開日": str(catalogue.issued),
        "ファイル_最終更新日": str(catalogue.issued),
        "ファイル_利用規約": catalogue.licence_url,
        "ファイル_言語": "ja;en",
        "ファイル_API対応有無": "無",
        "ファイル_著作権表記": catalogue.citation["ja"],
    }
